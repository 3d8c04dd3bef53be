package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.LevelDecoder;
import io.flinkarrow.parquet.decoding.PageBytes;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.ArrowValues;
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
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** A file's rows as batches, read by the parts that scans are made of. */
public final class AssembledFile {

  private static final int LARGEST_FOOTER = 64 << 20;
  private static final int DEEPEST = 300;

  private final Bytes bytes;
  private final FileFooter footer;
  private final FileFields fields;

  private AssembledFile(byte[] bytes, Map<String, String> metadata, ChosenFields chosen)
      throws IOException {
    this(bytes, metadata, chosen, TimestampUnit.NANOS);
  }

  private AssembledFile(
      byte[] bytes, Map<String, String> metadata, ChosenFields chosen, TimestampUnit int96Unit)
      throws IOException {
    this.bytes = new Bytes(bytes);
    footer = FileFooter.read(this.bytes, LARGEST_FOOTER, DEEPEST, null);
    fields = FileFields.of(footer.schema(), metadata, chosen, int96Unit);
  }

  public static AssembledFile of(Path file) throws IOException {
    return of(file, ChosenFields.ALL);
  }

  public static AssembledFile of(Path file, ChosenFields chosen) throws IOException {
    return of(file, chosen, TimestampUnit.NANOS);
  }

  public static AssembledFile of(Path file, ChosenFields chosen, TimestampUnit int96Unit)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return new AssembledFile(bytes, metadata(bytes), chosen, int96Unit);
  }

  /** As if the footer had other keys and values. */
  public static AssembledFile of(Path file, Map<String, String> metadata) throws IOException {
    return new AssembledFile(Files.readAllBytes(file), metadata, ChosenFields.ALL);
  }

  /** The footer's keys and values. */
  public static Map<String, String> metadata(byte[] file) throws IOException {
    int length =
        ByteBuffer.wrap(file)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(file.length - 2 * Integer.BYTES);
    int end = file.length - 2 * Integer.BYTES;
    Map<String, String> metadata = new HashMap<>();
    Bytes footer = new Bytes(Arrays.copyOfRange(file, end - length, end));
    var parsed = Util.readFileMetaData(new java.io.ByteArrayInputStream(footer.bytes));
    if (parsed.isSetKey_value_metadata()) {
      parsed
          .getKey_value_metadata()
          .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
    }
    return metadata;
  }

  public FileFields fields() {
    return fields;
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
    BatchSchema schema = BatchSchema.of(fields.schema());
    List<RecordBatch> batches = new ArrayList<>();
    for (RowGroupChunks group : footer.rowGroups()) {
      List<ColumnChunkReader<?>> readers = new ArrayList<>();
      for (int leaf : fields.leaves()) {
        ColumnChunkReader<?> reader = reader(group, leaf);
        reader.select(0, group.rows());
        readers.add(reader);
      }
      for (long row = 0; row < group.rows(); ) {
        int rows = (int) Math.min(batchRows, group.rows() - row);
        for (ColumnChunkReader<?> reader : readers) {
          rows = Math.min(rows, reader.fill(rows, LARGEST_FOOTER));
        }
        if (rows == 0) {
          throw new IOException("There are fewer rows than the row group has");
        }
        List<LeafSlice> slices = new ArrayList<>();
        for (ColumnChunkReader<?> reader : readers) {
          slices.add(reader.slice(rows));
        }
        AssembledBatch batch = fields.assemble(slices);
        batches.add(RecordBatch.of(schema, rows, batch.body(), batch.dictionaries()));
        row += rows;
      }
    }
    return batches;
  }

  private ColumnChunkReader<?> reader(RowGroupChunks group, int leaf) throws IOException {
    ColumnDescriptor column = footer.schema().getColumns().get(leaf);
    ReadableChunk chunk = footer.chunk(bytes, group, leaf);
    RawPages pages =
        new RawPages(
            footer.open(bytes, chunk.metadata(), 1 << 20), "", chunk, 1 << 20, LARGEST_FOOTER);
    ChunkDecoding<? extends DecodedValues> decoding = ChunkDecoding.of(column.getPrimitiveType());
    return new ColumnChunkReader<>(
        new Pages(pages, column, decoding),
        decoding,
        column.getMaxRepetitionLevel(),
        column.getMaxDefinitionLevel(),
        group.rows(),
        new RowAllowance(LARGEST_FOOTER));
  }

  /** The data pages of a chunk; dictionaries go to its decoding. */
  private record Pages(RawPages pages, ColumnDescriptor column, ChunkDecoding<?> decoding)
      implements DataPages {

    @Override
    public OpenedDataPage next() throws IOException {
      while (pages.hasMore()) {
        PageHeader header = pages.header("page");
        var body = pages.body("page", header);
        int length = header.getUncompressed_page_size();
        if (header.isSetData_page_header_v2()) {
          return version2(header.getData_page_header_v2(), body, length);
        }
        byte[] content = pages.decompress("page", body, 0, length).array();
        PageBytes page = new PageBytes(content, 0, length);
        if (header.isSetDictionary_page_header()) {
          decoding.setDictionary(page, header.getDictionary_page_header().getNum_values());
        } else if (header.isSetData_page_header()) {
          DataPageHeader data = header.getData_page_header();
          int count = data.getNum_values();
          LevelDecoder repetition =
              LevelDecoder.ofPageV1(
                  data.getRepetition_level_encoding(), column.getMaxRepetitionLevel(), page, count);
          LevelDecoder definition =
              LevelDecoder.ofPageV1(
                  data.getDefinition_level_encoding(), column.getMaxDefinitionLevel(), page, count);
          return new OpenedDataPage(count, repetition, definition, data.getEncoding(), page);
        }
      }
      return null;
    }

    private OpenedDataPage version2(
        DataPageHeaderV2 data, io.flinkarrow.parquet.input.ChunkInput.Bytes body, int length)
        throws IOException {
      int repetition = data.getRepetition_levels_byte_length();
      int definition = data.getDefinition_levels_byte_length();
      int levels = repetition + definition;
      byte[] values =
          data.isIs_compressed()
              ? pages.decompress("page", body, levels, length - levels).array()
              : Arrays.copyOfRange(
                  body.array(), body.offset() + levels, body.offset() + body.length());
      return new OpenedDataPage(
          data.getNum_values(),
          LevelDecoder.ofPageV2(
              column.getMaxRepetitionLevel(),
              new PageBytes(body.array(), body.offset(), body.offset() + repetition)),
          LevelDecoder.ofPageV2(
              column.getMaxDefinitionLevel(),
              new PageBytes(body.array(), body.offset() + repetition, body.offset() + levels)),
          data.getEncoding(),
          new PageBytes(values, 0, length - levels));
    }

    @Override
    public long pass(long rows) {
      return 0;
    }

    @Override
    public IOException damaged(IOException found) {
      return found;
    }
  }

  /** A file in memory. */
  private record Bytes(byte[] bytes) implements ParquetInput {

    @Override
    public String name() {
      return "memory";
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
