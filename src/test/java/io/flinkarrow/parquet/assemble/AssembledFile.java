package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.ArrowValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Util;

/**
 * A file's rows as they are read.
 *
 * @param schema of the batches
 * @param rows see {@link ArrowValues}
 */
public record AssembledFile(Schema schema, List<Map<String, Object>> rows) {

  private static final int LARGEST = 64 << 20;
  private static final int TAIL = 2 * Integer.BYTES;

  /** Reads a file whole, in batches of so many rows. */
  public static AssembledFile read(Path file, int batchRows) throws IOException {
    return read(Files.readAllBytes(file), batchRows, ChosenFields.ALL, TimestampUnit.NANOS);
  }

  /** The same with a footer that is changed before. */
  public static AssembledFile read(Path file, int batchRows, Consumer<FileMetaData> change)
      throws IOException {
    byte[] changed = withFooter(Files.readAllBytes(file), change);
    return read(changed, batchRows, ChosenFields.ALL, TimestampUnit.NANOS);
  }

  /** Reads chosen fields of a file. */
  public static AssembledFile read(
      byte[] file, int batchRows, ChosenFields fields, TimestampUnit int96Unit) throws IOException {
    ScanOptions options =
        ScanOptions.builder()
            .fields(fields)
            .int96Unit(int96Unit)
            .batchRows(batchRows)
            .batchBytes(LARGEST)
            .build();
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        FileScan scan = FileScan.open(new InMemory(file), options)) {
      for (ScannedBatch batch = scan.next(); batch != null; batch = scan.next()) {
        rows.addAll(rows(batch.batch(), allocator));
      }
      return new AssembledFile(scan.schema().schema(), rows);
    }
  }

  private static List<Map<String, Object>> rows(RecordBatch batch, BufferAllocator allocator) {
    try (var loaded = batch.load(allocator)) {
      return ArrowValues.rows(loaded.root(), loaded.dictionaries());
    }
  }

  /** The footer's keys and values. */
  public static Map<String, String> metadata(Path file) throws IOException {
    Map<String, String> metadata = new HashMap<>();
    FileMetaData footer = footer(Files.readAllBytes(file));
    if (footer.isSetKey_value_metadata()) {
      footer
          .getKey_value_metadata()
          .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    }
    return metadata;
  }

  /** A change of a footer, which gives one of its keys another value. */
  public static Consumer<FileMetaData> value(String key, String value) {
    return footer -> {
      footer.getKey_value_metadata().removeIf(entry -> entry.getKey().equals(key));
      footer.addToKey_value_metadata(new KeyValue(key).setValue(value));
    };
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int start = footerStart(file);
    return Util.readFileMetaData(new ByteArrayInputStream(file, start, file.length - TAIL - start));
  }

  private static int footerStart(byte[] file) {
    int end = file.length - TAIL;
    return end - ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
  }

  private static byte[] withFooter(byte[] file, Consumer<FileMetaData> change) throws IOException {
    FileMetaData footer = footer(file);
    change.accept(footer);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(file, 0, footerStart(file));
    Util.writeFileMetaData(footer, changed);
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    changed.writeBytes(length.putInt(changed.size() - footerStart(file)).array());
    changed.writeBytes(Arrays.copyOfRange(file, file.length - Integer.BYTES, file.length));
    return changed.toByteArray();
  }

  private record InMemory(byte[] file) implements ParquetInput {

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public long length() {
      return file.length;
    }

    @Override
    public void read(long position, byte[] target, int from, int count) {
      System.arraycopy(file, Math.toIntExact(position), target, from, count);
    }

    @Override
    public void close() {}
  }
}
