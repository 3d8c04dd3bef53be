package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.encryption.FileDecryption;
import io.flinkarrow.parquet.footer.FileSchema;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.input.ChunkInput;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import javax.annotation.Nullable;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import shaded.parquet.org.apache.thrift.TException;

/** What a file's end says of the file: schema and row groups, checked against the file's length. */
public final class FileFooter {

  /** parquet-java's parser takes time that grows with the square of the length, or faster. */
  private static final int MAXIMUM_CREATED_BY_LENGTH = 256;

  private final MessageType schema;
  private final List<ColumnDescriptor> columns;
  private final Map<String, String> keyValueMetadata;
  private final List<RowGroupChunks> rowGroups;
  private final ParsedVersion writer;

  /** One per leaf column; none if the footer has others. */
  private final List<ColumnOrder> columnOrders;

  /** Where the chunks of all row groups begin, in order, and where the last one must end. */
  private final long[] boundaries;

  private final long dataEnd;

  /** Null if the file is not encrypted, or no keys are given. */
  @Nullable private final FileDecryption decryption;

  private FileFooter(
      MessageType schema,
      Map<String, String> keyValueMetadata,
      List<RowGroupChunks> rowGroups,
      ParsedVersion writer,
      List<ColumnOrder> columnOrders,
      long dataEnd,
      @Nullable FileDecryption decryption) {
    this.schema = schema;
    this.columns = SchemaColumns.of(schema);
    this.keyValueMetadata = keyValueMetadata;
    this.rowGroups = rowGroups;
    this.writer = writer;
    this.columnOrders = columnOrders;
    this.dataEnd = dataEnd;
    this.decryption = decryption;
    boundaries =
        LongStream.concat(
                LongStream.of(dataEnd),
                rowGroups.stream()
                    .flatMap(group -> group.chunks().stream())
                    .filter(RowGroupChunks::hasPlace)
                    .mapToLong(chunk -> ReadableChunk.start(chunk.getMeta_data())))
            .sorted()
            .toArray();
  }

  /**
   * Reads the footer.
   *
   * @param maximumBytes of the footer
   * @param maximumDepth of nested groups in the schema
   * @throws IOException if the file is no Parquet file, or one that is damaged
   * @param decryption null if no keys are given
   * @throws UnsupportedOperationException if the footer is encrypted and there are no keys, or the
   *     file is otherwise not one that is expected with these keys
   */
  public static FileFooter read(
      ParquetInput file,
      int maximumBytes,
      int maximumDepth,
      @Nullable DecryptionSettings decryption)
      throws IOException {
    FooterBytes bytes = FooterBytes.read(file, maximumBytes);
    OpenFooter footer;
    FileMetaData metadata;
    MessageType schema;
    try {
      footer = OpenFooter.of(file, bytes, decryption);
      metadata = footer.metadata();
      schema = FileSchema.read(metadata.getSchema(), maximumDepth);
    } catch (UnsupportedOperationException e) {
      throw e;
    } catch (TException | RuntimeException e) {
      throw new IOException(
          "The footer of %s, %d bytes from byte %d on, is not what the format asks for: %s. The file is damaged; write it again"
              .formatted(file.name(), bytes.footer().length, bytes.start(), e.getMessage()),
          e);
    }
    int columns = leafColumns(schema);
    List<RowGroupChunks> rowGroups = new ArrayList<>();
    Set<Long> starts = new HashSet<>();
    for (int ordinal = 0; ordinal < metadata.getRow_groupsSize(); ordinal++) {
      RowGroupChunks group =
          RowGroupChunks.of(
              file.name(), ordinal, metadata.getRow_groups().get(ordinal), columns, bytes.start());
      // A checkpoint's position names a row group by its start.
      if (group.rows() > 0 && !starts.add(group.start())) {
        throw new IOException(
            "Row group %d of %s should begin where no other does, but another one begins at byte %d too. The file is damaged; write it again"
                .formatted(ordinal, file.name(), group.start()));
      }
      rowGroups.add(group);
    }
    return new FileFooter(
        schema,
        keyValueMetadata(metadata),
        List.copyOf(rowGroups),
        writer(metadata.getCreated_by()),
        metadata.getColumn_ordersSize() == columns ? metadata.getColumn_orders() : List.of(),
        bytes.start(),
        footer.decryption());
  }

  /** How many leaf columns a field has. */
  public static int leafColumns(Type field) {
    return field.isPrimitive()
        ? 1
        : field.asGroupType().getFields().stream().mapToInt(FileFooter::leafColumns).sum();
  }

  public MessageType schema() {
    return schema;
  }

  /** The leaf columns of the schema. */
  public List<ColumnDescriptor> columns() {
    return columns;
  }

  /** What the writer, or who used it, says of the file; a key without a value is left out. */
  public Map<String, String> keyValueMetadata() {
    return keyValueMetadata;
  }

  public List<RowGroupChunks> rowGroups() {
    return rowGroups;
  }

  /**
   * Whether the footer says that minima and maxima of a leaf column are in an order of the format:
   * that of the column's type, or IEEE 754's total order.
   */
  public boolean hasDefinedOrder(int column) {
    return column < columnOrders.size() && columnOrders.get(column).isSet();
  }

  /** In which order each leaf column has its minima and maxima; none if the footer is wrong. */
  public List<ColumnOrder> columnOrders() {
    return columnOrders;
  }

  /** Whether a leaf column's statistics are in IEEE 754's total order, which counts NaNs. */
  boolean hasTotalOrder(int column) {
    return column < columnOrders.size() && columnOrders.get(column).isSetIEEE_754_TOTAL_ORDER();
  }

  /** Null if the file does not name a writer that parquet-java knows bugs of. */
  public ParsedVersion writer() {
    return writer;
  }

  /** Whether chunks that are encrypted can be read, if their keys are given. */
  public boolean isDecrypted() {
    return decryption != null;
  }

  /**
   * A chunk that is to be read.
   *
   * @param index the column's number among the leaf columns of the file
   * @throws UnsupportedOperationException if it cannot be read
   * @throws IOException if what the file says of it is damaged
   */
  public ReadableChunk chunk(ParquetInput file, RowGroupChunks group, int index)
      throws IOException {
    List<String> names = List.of(columns.get(index).getPath());
    String name = String.join(".", names);
    ColumnChunk chunk = group.chunks().get(index);
    if (decryption == null || !chunk.isSetCrypto_metadata() || chunk.isSetFile_path()) {
      return new ReadableChunk(group.chunk(index, name, file), null);
    }
    ChunkDecryption opened =
        decryption.chunk(group.ordinal(), index, names, chunk.getCrypto_metadata());
    if (!chunk.isSetEncrypted_column_metadata()) {
      return new ReadableChunk(described(file, group, name, chunk), opened);
    }
    ColumnMetaData metadata =
        HiddenMetadata.open(
            chunk.getEncrypted_column_metadata(),
            opened,
            "of column '%s' in %s".formatted(name, group.place(file)));
    group.check(file.name(), metadata, dataEnd);
    return new ReadableChunk(metadata, opened);
  }

  private static ColumnMetaData described(
      ParquetInput file, RowGroupChunks group, String name, ColumnChunk chunk) throws IOException {
    if (!chunk.isSetMeta_data()) {
      throw new IOException(
          "Column '%s' in %s should have metadata, but has none. The file is damaged; write it again"
              .formatted(name, group.place(file)));
    }
    return chunk.getMeta_data();
  }

  /** A chunk's bytes: they go on at most to where the next chunk begins. */
  public ChunkInput open(ParquetInput file, ColumnMetaData chunk, int pieceLength) {
    return open(file, chunk, List.of(range(chunk)), pieceLength, null);
  }

  /**
   * The same.
   *
   * @param needed the parts of the chunk that are read
   * @param fetched bytes of the file that are on the heap; null if none are
   */
  public ChunkInput open(
      ParquetInput file,
      ColumnMetaData chunk,
      List<Range> needed,
      int pieceLength,
      @Nullable FetchedRanges fetched) {
    long start = ReadableChunk.start(chunk);
    long boundary = boundary(start);
    long statedEnd = RowGroupChunks.statedEnd(chunk, boundary);
    return new ChunkInput(file, start, statedEnd - start, boundary, needed, pieceLength, fetched);
  }

  /** Where a chunk is, if the footer is right about its length. */
  public Range range(ColumnMetaData chunk) {
    long start = ReadableChunk.start(chunk);
    return new Range(start, RowGroupChunks.statedEnd(chunk, boundary(start)));
  }

  private long boundary(long start) {
    int next = Arrays.binarySearch(boundaries, start + 1);
    return boundaries[Math.min(next < 0 ? -next - 1 : next, boundaries.length - 1)];
  }

  /** Of a key that comes more than once, the last value. */
  private static Map<String, String> keyValueMetadata(FileMetaData metadata) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (metadata.isSetKey_value_metadata()) {
      for (KeyValue entry : metadata.getKey_value_metadata()) {
        if (entry.isSetValue()) {
          entries.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return Collections.unmodifiableMap(entries);
  }

  private static ParsedVersion writer(String createdBy) {
    try {
      return createdBy == null || createdBy.length() > MAXIMUM_CREATED_BY_LENGTH
          ? null
          : VersionParser.parse(createdBy);
    } catch (VersionParseException e) {
      return null;
    }
  }
}
