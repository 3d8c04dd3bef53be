package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanLimits;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.ArrowValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;

/** A file's rows as batches. */
public record AssembledFile(byte[] bytes, ChosenFields chosen, TimestampUnit int96Unit) {

  private static final int TAIL = 2 * Integer.BYTES;
  private static final long MOST_BYTES = 64 << 20;

  public static AssembledFile of(Path file) throws IOException {
    return of(file, ChosenFields.ALL);
  }

  public static AssembledFile of(Path file, ChosenFields chosen) throws IOException {
    return of(file, chosen, TimestampUnit.NANOS);
  }

  public static AssembledFile of(Path file, ChosenFields chosen, TimestampUnit int96Unit)
      throws IOException {
    return new AssembledFile(Files.readAllBytes(file), chosen, int96Unit);
  }

  /** As if the footer had other keys and values. */
  public static AssembledFile of(Path file, Map<String, String> metadata) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    FileMetaData footer = footer(bytes);
    footer.setKey_value_metadata(new ArrayList<>());
    metadata.forEach(
        (key, value) -> footer.addToKey_value_metadata(new KeyValue(key).setValue(value)));
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    int start = footerStart(bytes);
    changed.write(bytes, 0, start);
    Util.writeFileMetaData(footer, changed);
    byte[] tail =
        ByteBuffer.allocate(TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(changed.size() - start)
            .put("PAR1".getBytes(StandardCharsets.US_ASCII))
            .array();
    changed.writeBytes(tail);
    return new AssembledFile(changed.toByteArray(), ChosenFields.ALL, TimestampUnit.NANOS);
  }

  /** The footer's keys and values. */
  public static Map<String, String> metadata(byte[] file) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    FileMetaData footer = footer(file);
    if (footer.isSetKey_value_metadata()) {
      footer
          .getKey_value_metadata()
          .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    }
    return metadata;
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int start = footerStart(file);
    byte[] footer = Arrays.copyOfRange(file, start, file.length - TAIL);
    return Util.readFileMetaData(new ByteArrayInputStream(footer));
  }

  private static int footerStart(byte[] file) {
    int end = file.length - TAIL;
    return end - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
  }

  private FileScan scan(int batchRows) throws IOException {
    return FileScan.open(
        new Bytes(bytes),
        new ScanOptions(
            chosen, int96Unit, batchRows, MOST_BYTES, MOST_BYTES, ScanLimits.DEFAULTS, null));
  }

  /** Of the batches. */
  public Schema schema() throws IOException {
    try (FileScan scan = scan(1)) {
      return scan.schema().schema();
    }
  }

  /** The rows' values, see {@link ArrowValues}. */
  public List<Map<String, Object>> rows(int batchRows) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (RecordBatch batch : batches(batchRows)) {
        try (var loaded = batch.load(allocator)) {
          rows.addAll(ArrowValues.rows(loaded.root(), loaded.dictionaries()));
        }
      }
    }
    return rows;
  }

  /** Batches of so many rows, fewer at the end of a row group. */
  public List<RecordBatch> batches(int batchRows) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    try (FileScan scan = scan(batchRows)) {
      ScannedBatch next;
      while ((next = scan.next()) != null) {
        batches.add(next.batch());
      }
    }
    return batches;
  }

  private record Bytes(byte[] bytes) implements ParquetInput {

    @Override
    public String name() {
      return "bytes.parquet";
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int from, int count) {
      System.arraycopy(bytes, (int) position, target, from, count);
    }

    @Override
    public void close() {}
  }
}
