package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.ColumnIndexBuilder;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * The pages of one row group as parquet-java's encoders make them, captured before they are
 * compressed: what our file stage is fed with in tests, and parquet-java's likewise.
 */
@SuppressWarnings("deprecation") // of the interfaces it implements
final class ReferencePages {

  private final MessageType schema;
  private final int rowCount;
  private final Map<List<String>, Chunk> chunks = new LinkedHashMap<>();

  /** A captured data page. */
  record Page(
      byte[] body,
      int valueCount,
      int rowCount,
      Statistics<?> statistics,
      SizeStatistics sizeStatistics,
      Encoding encoding) {

    DataPageInfo info() {
      return new DataPageInfo(
          valueCount,
          rowCount,
          org.apache.parquet.format.Encoding.valueOf(encoding.name()),
          new PageStatistics(
              statistics.hasNonNullValue() ? statistics.getMinBytes() : null,
              statistics.hasNonNullValue() ? statistics.getMaxBytes() : null,
              statistics.hasNonNullValue(),
              statistics.hasNonNullValue(),
              statistics.getNumNulls()),
          sizeStatistics.getUnencodedByteArrayDataBytes().orElse(0L),
          histogram(sizeStatistics.getRepetitionLevelHistogram()),
          histogram(sizeStatistics.getDefinitionLevelHistogram()));
    }

    private static long[] histogram(List<Long> counts) {
      return counts.isEmpty() ? null : counts.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /** A captured column chunk. */
  static final class Chunk implements PageWriter {
    final ColumnDescriptor descriptor;
    final List<Page> pages = new ArrayList<>();
    byte[] dictionary;
    int dictionarySize;

    Chunk(ColumnDescriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public void writePage(
        BytesInput bytes,
        int valueCount,
        int rowCount,
        Statistics<?> statistics,
        SizeStatistics sizeStatistics,
        GeospatialStatistics geospatialStatistics,
        Encoding repetition,
        Encoding definition,
        Encoding values)
        throws IOException {
      Encoding encoding = values.usesDictionary() ? Encoding.RLE_DICTIONARY : values;
      pages.add(
          new Page(
              toBytes(bytes),
              valueCount,
              rowCount,
              statistics.copy(),
              sizeStatistics.copy(),
              encoding));
    }

    @Override
    public void writeDictionaryPage(DictionaryPage page) throws IOException {
      dictionary = toBytes(page.getBytes());
      dictionarySize = page.getDictionarySize();
    }

    @Override
    @Deprecated
    public void writePage(
        BytesInput bytes,
        int valueCount,
        Statistics<?> statistics,
        Encoding repetition,
        Encoding definition,
        Encoding values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void writePage(
        BytesInput bytes,
        int valueCount,
        int rowCount,
        Statistics<?> statistics,
        Encoding repetition,
        Encoding definition,
        Encoding values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void writePageV2(
        int rowCount,
        int nullCount,
        int valueCount,
        BytesInput repetition,
        BytesInput definition,
        Encoding encoding,
        BytesInput data,
        Statistics<?> statistics) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getMemSize() {
      return 0;
    }

    @Override
    public long allocatedSize() {
      return 0;
    }

    @Override
    public String memUsageString(String prefix) {
      return prefix;
    }

    private static byte[] toBytes(BytesInput input) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      input.writeAllTo(bytes);
      return bytes.toByteArray();
    }

    ColumnIndex columnIndex() {
      ColumnIndexBuilder builder =
          ColumnIndexBuilder.getBuilder(descriptor.getPrimitiveType(), Integer.MAX_VALUE);
      pages.forEach(page -> builder.add(page.statistics(), page.sizeStatistics()));
      return builder.build();
    }

    ChunkStatistics statistics() {
      Statistics<?> merged = pages.get(0).statistics().copy();
      pages.subList(1, pages.size()).forEach(page -> merged.mergeStatistics(page.statistics()));
      ColumnIndex index = columnIndex();
      boolean hasValues = merged.hasNonNullValue();
      return new ChunkStatistics(
          hasValues ? merged.getMinBytes() : null,
          hasValues ? merged.getMaxBytes() : null,
          hasValues,
          hasValues,
          merged.getNumNulls(),
          index == null
              ? BoundaryOrder.UNORDERED
              : BoundaryOrder.valueOf(index.getBoundaryOrder().name()),
          index != null);
    }
  }

  private ReferencePages(MessageType schema, int rowCount) {
    this.schema = schema;
    this.rowCount = rowCount;
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      chunks.put(List.of(descriptor.getPath()), new Chunk(descriptor));
    }
  }

  /** Encodes rows to pages of at most {@code pageRows} rows, with dictionaries where they pay. */
  static ReferencePages encode(MessageType schema, List<Group> rows, int pageRows)
      throws IOException {
    ReferencePages result = new ReferencePages(schema, rows.size());
    ParquetProperties properties =
        ParquetProperties.builder()
            .withPageRowCountLimit(pageRows)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(pageRows)
            .withStatisticsEnabled(true)
            .build();
    PageWriteStore store = descriptor -> result.chunks.get(List.of(descriptor.getPath()));
    try (ColumnWriteStore columns = properties.newColumnWriteStore(schema, store)) {
      RecordConsumer consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(columns);
      GroupWriter writer = new GroupWriter(consumer, schema);
      rows.forEach(writer::write);
      consumer.flush();
      columns.flush();
    }
    return result;
  }

  int rowCount() {
    return rowCount;
  }

  List<Chunk> chunks() {
    return List.copyOf(chunks.values());
  }

  /** The pages sealed by our own stage, dictionary after data as a writer would. */
  List<SealedChunk> sealed(List<LeafColumn> columns, PageStore store) {
    List<SealedChunk> sealed = new ArrayList<>();
    for (LeafColumn column : columns) {
      ColumnChunkPages pages = new ColumnChunkPages(column, store);
      Chunk chunk = chunks.get(List.of(column.descriptor().getPath()));
      chunk.pages.forEach(page -> pages.addDataPage(page.body(), page.body().length, page.info()));
      if (chunk.dictionary != null) {
        pages.setDictionaryPage(chunk.dictionary, chunk.dictionary.length, chunk.dictionarySize);
      }
      sealed.add(pages.seal(chunk.statistics()));
    }
    return sealed;
  }

  static List<LeafColumn> columns(MessageType schema, CompressionCodec codec) {
    return columns(schema, codec, true);
  }

  static List<LeafColumn> columns(MessageType schema, CompressionCodec codec, boolean checksums) {
    ColumnSettings settings =
        new ColumnSettings(
            codec,
            codec.defaultLevel(),
            true,
            1 << 20,
            ValueEncoding.PLAIN,
            false,
            1 << 20,
            20_000,
            StatisticsSettings.DEFAULT,
            checksums,
            ColumnEncryption.NONE,
            PageVersion.V1,
            false,
            null);
    List<LeafColumn> columns = new ArrayList<>();
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      columns.add(new LeafColumn(columns.size(), descriptor, settings));
    }
    return columns;
  }

  /** Assembles a file of these row groups. */
  static void assemble(
      OutputStream out,
      CompressionCodec codec,
      Map<String, String> keyValueMetadata,
      List<ReferencePages> rowGroups)
      throws IOException {
    MessageType schema = rowGroups.get(0).schema;
    List<LeafColumn> columns = columns(schema, codec);
    ParquetFileAssembler file = new ParquetFileAssembler(out, FooterSchema.of(schema, columns));
    for (ReferencePages rowGroup : rowGroups) {
      file.writeRowGroup(rowGroup.rowCount(), rowGroup.sealed(columns, new PageStore()));
    }
    file.finish(keyValueMetadata);
  }
}
