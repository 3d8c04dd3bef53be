package io.flinkarrow.testing;

import io.flinkarrow.parquet.statistics.StatisticsSettings;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.parquet.VersionParser;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Walks a whole Parquet file, page by page, and holds everything the file says about itself against
 * what its pages hold. No reader of statistics, indexes or checksums of parquet-java's file reader
 * takes part. The first thing that is wrong ends the walk with an {@link AssertionError} that names
 * the place.
 */
public final class PageWalk {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /**
   * What a file must have beyond what the format demands.
   *
   * @param complete whether all that this project writes must be there: exactness of bounds,
   *     statistics and size statistics, both indexes, row group ordinals
   * @param checksums whether every page has a checksum; without, none must have one
   * @param statistics of the columns, by dotted path, that have others than {@code all}
   * @param all the statistics of all other columns
   */
  public record Rules(
      boolean complete,
      boolean checksums,
      Map<String, StatisticsSettings> statistics,
      StatisticsSettings all) {

    /** Files of this project's writer, with default options. */
    public static final Rules OURS = new Rules(true, true, Map.of(), StatisticsSettings.DEFAULT);

    /** Files of any writer that writes checksums and truncates bounds to 64 bytes, if at all. */
    public static final Rules ANY = new Rules(false, true, Map.of(), StatisticsSettings.DEFAULT);

    StatisticsSettings of(ColumnDescriptor column) {
      return statistics.getOrDefault(String.join(".", column.getPath()), all);
    }
  }

  /** What was found: the footer, and the chunks of all row groups in file order. */
  public record WalkedFile(FileMetaData footer, MessageType schema, List<ChunkFacts> chunks) {

    /** The chunks of one column, by its dotted path. */
    public List<ChunkFacts> column(String path) {
      return chunks.stream().filter(chunk -> chunk.path().equals(path)).toList();
    }
  }

  private record Stretch(long start, long end, String what) {}

  private final byte[] file;
  private final Rules rules;
  private final Place place = new Place("file");
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<ChunkFacts> chunks = new ArrayList<>();

  private PageWalk(byte[] file, Rules rules) {
    this.file = file;
    this.rules = rules;
  }

  /** Walks a file of this project's writer. */
  public static WalkedFile walk(Path file) throws IOException {
    return walk(Files.readAllBytes(file), Rules.OURS);
  }

  public static WalkedFile walk(byte[] file, Rules rules) {
    PageWalk walk = new PageWalk(file, rules);
    try {
      return walk.walk();
    } catch (IOException | RuntimeException e) {
      throw walk.place.failure("cannot be walked: " + e, e);
    }
  }

  private WalkedFile walk() throws IOException {
    place.check(file.length >= 12, "has only %d bytes", file.length);
    place.check(Arrays.equals(MAGIC, Arrays.copyOf(file, 4)), "does not begin with PAR1");
    place.check(
        Arrays.equals(MAGIC, Arrays.copyOfRange(file, file.length - 4, file.length)),
        "does not end with PAR1");
    stretches.add(new Stretch(0, 4, "magic"));
    FileMetaData footer = footer();
    createdBy(footer.getCreated_by());
    place.check(footer.isSetColumn_orders(), "has no column orders");
    long leaves =
        footer.getSchema().stream().filter(element -> !element.isSetNum_children()).count();
    place.equal("the number of column orders", leaves, (long) footer.getColumn_ordersSize());
    MessageType schema =
        new ParquetMetadataConverter().fromParquetMetadata(footer).getFileMetaData().getSchema();
    List<ColumnDescriptor> columns = schema.getColumns();
    long rows = 0;
    for (int i = 0; i < footer.getRow_groupsSize(); i++) {
      RowGroup rowGroup = footer.getRow_groups().get(i);
      rowGroup(place.in("row group %d", i), i, rowGroup, columns);
      rows += rowGroup.getNum_rows();
    }
    place.equal("num_rows", rows, footer.getNum_rows());
    everyByteIsAccountedFor();
    return new WalkedFile(footer, schema, List.copyOf(chunks));
  }

  private void createdBy(String createdBy) {
    try {
      place.check(
          VersionParser.parse(createdBy).hasSemanticVersion(),
          "created_by '%s' has no version that readers can compare",
          createdBy);
    } catch (VersionParser.VersionParseException e) {
      throw place.failure("created_by '%s' cannot be parsed".formatted(createdBy), e);
    }
  }

  private static Type physicalType(ColumnDescriptor column) {
    PrimitiveTypeName name = column.getPrimitiveType().getPrimitiveTypeName();
    return name == PrimitiveTypeName.BINARY ? Type.BYTE_ARRAY : Type.valueOf(name.name());
  }

  private FileMetaData footer() throws IOException {
    int end = file.length - 8;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    place.check(length > 0 && length <= end - 4, "a footer of %d bytes does not fit", length);
    ByteArrayInputStream in = new ByteArrayInputStream(file, end - length, length);
    FileMetaData footer = Util.readFileMetaData(in);
    place.equal("bytes left behind the footer", 0, in.available());
    stretches.add(new Stretch(end - length, file.length, "footer"));
    return footer;
  }

  private void rowGroup(Place at, int ordinal, RowGroup rowGroup, List<ColumnDescriptor> columns) {
    at.equal("the number of columns", columns.size(), rowGroup.getColumnsSize());
    at.check(rowGroup.getNum_rows() > 0, "has no rows");
    long uncompressed = 0;
    long compressed = 0;
    long firstOffset = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnChunk chunk = rowGroup.getColumns().get(i);
      ColumnMetaData metaData = chunk.getMeta_data();
      Place atChunk = at.in("column %s", String.join(".", columns.get(i).getPath()));
      atChunk.equal(
          "path_in_schema", List.of(columns.get(i).getPath()), metaData.getPath_in_schema());
      atChunk.equal("type", physicalType(columns.get(i)), metaData.getType());
      ChunkFacts facts =
          new ChunkWalk(file, atChunk, rules, ordinal, columns.get(i), metaData).walk();
      atChunk.equal("rows", rowGroup.getNum_rows(), facts.rows());
      atChunk.check(
          chunk.getFile_offset() == 0 || chunk.getFile_offset() == facts.start(),
          "file_offset %d is neither 0 nor the chunk's start %d",
          chunk.getFile_offset(),
          facts.start());
      stretches.add(new Stretch(facts.start(), facts.end(), "chunk"));
      if (metaData.isSetBloom_filter_offset()) {
        long start = metaData.getBloom_filter_offset();
        stretches.add(
            new Stretch(start, start + metaData.getBloom_filter_length(), "Bloom filter"));
      }
      indexes(atChunk, chunk, facts);
      chunks.add(facts);
      uncompressed += metaData.getTotal_uncompressed_size();
      compressed += metaData.getTotal_compressed_size();
      firstOffset = i == 0 ? facts.start() : firstOffset;
    }
    at.equal("total_byte_size", uncompressed, rowGroup.getTotal_byte_size());
    if (rules.complete() || rowGroup.isSetTotal_compressed_size()) {
      at.equal("total_compressed_size", compressed, rowGroup.getTotal_compressed_size());
    }
    if (rules.complete() || rowGroup.isSetFile_offset()) {
      at.equal("file_offset", firstOffset, rowGroup.getFile_offset());
    }
    if (rules.complete() || rowGroup.isSetOrdinal()) {
      at.equal("ordinal", (short) ordinal, rowGroup.getOrdinal());
    }
  }

  private void indexes(Place at, ColumnChunk chunk, ChunkFacts facts) {
    IndexCheck check = new IndexCheck(at, facts, rules);
    if (rules.complete()) {
      at.check(chunk.isSetOffset_index_offset(), "has no offset index");
      at.equal(
          "whether it has a column index",
          check.canHaveColumnIndex(),
          chunk.isSetColumn_index_offset());
    }
    try {
      if (chunk.isSetOffset_index_offset()) {
        long start = chunk.getOffset_index_offset();
        ByteArrayInputStream in = index(at, start, chunk.getOffset_index_length(), "offset index");
        OffsetIndex read = Util.readOffsetIndex(in);
        check.check(read);
        canonical(at, start, out -> Util.writeOffsetIndex(read, out));
        at.equal("bytes left behind the offset index", 0, in.available());
      }
      if (chunk.isSetColumn_index_offset()) {
        long start = chunk.getColumn_index_offset();
        ByteArrayInputStream in = index(at, start, chunk.getColumn_index_length(), "column index");
        ColumnIndex read = Util.readColumnIndex(in);
        check.check(read);
        canonical(at, start, out -> Util.writeColumnIndex(read, out));
        at.equal("bytes left behind the column index", 0, in.available());
      }
    } catch (IOException | RuntimeException e) {
      throw at.failure("an index cannot be read: " + e, e);
    }
  }

  private interface ThriftWriter {
    void writeTo(ByteArrayOutputStream out) throws IOException;
  }

  /** Thrift forgives some wrong bits; what was read, written again, shows them. */
  private void canonical(Place at, long start, ThriftWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    int from = (int) start;
    at.check(
        Arrays.equals(out.toByteArray(), Arrays.copyOfRange(file, from, from + out.size())),
        "the index at offset %d has bits that say nothing",
        start);
  }

  private ByteArrayInputStream index(Place at, long start, int length, String what) {
    at.check(
        start > 0 && length > 0 && start + length <= file.length,
        "the %s at %d, %d bytes long, is not in the file",
        what,
        start,
        length);
    stretches.add(new Stretch(start, start + length, what));
    return new ByteArrayInputStream(file, (int) start, length);
  }

  private void everyByteIsAccountedFor() {
    stretches.sort(Comparator.comparingLong(Stretch::start).thenComparingLong(Stretch::end));
    long position = 0;
    for (Stretch stretch : stretches) {
      place.equal("where the next " + stretch.what() + " starts", position, stretch.start());
      position = stretch.end();
    }
    place.equal("the end of the last part", (long) file.length, position);
  }
}
