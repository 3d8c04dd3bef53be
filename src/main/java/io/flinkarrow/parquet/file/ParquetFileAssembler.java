package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.file.WrittenFile.WrittenColumn;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/**
 * Puts a Parquet file together on a stream: magic number, row groups, indexes, footer. The file
 * begins where the stream stands at the first write, and every offset counts from there. Nothing is
 * written before the first row group or, in a file without any, before {@link #finish}.
 *
 * <p>Owns neither the stream, which it never closes, nor the pages. After each call all bytes have
 * been handed to the stream. Once a call has failed there is no footer and never will be one: every
 * later call throws, naming the first failure. Not thread-safe.
 */
public final class ParquetFileAssembler {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT_VERSION = 1;

  /** A footer's fields for the places of a chunk's indexes, which are set last. */
  private static final int INDEX_REFERENCE_BYTES = 20;

  private final BufferedFileOutput out;
  private final List<LeafColumn> columns;
  private final List<SchemaElement> schemaElements;
  private final LayoutCheck layoutCheck;
  private final List<RowGroup> rowGroups = new ArrayList<>(1);
  private final List<ChunkIndexes> indexes = new ArrayList<>(1);
  private long rows;
  private long indexBytes;
  private long entryBytes;
  private long lastEntryBytes;
  private long footerBytes;
  private int rowGroupCount;

  /** Row groups that {@link #footerBytes} counts: a file that is finished at once counts none. */
  private int estimatedRowGroups;

  private boolean finished;
  private Throwable failure;

  /**
   * Begins a file; writes nothing yet.
   *
   * @param columns the schema's leaves, in schema order
   * @throws IllegalArgumentException if {@code columns} are not the schema's leaves
   */
  public ParquetFileAssembler(OutputStream out, MessageType schema, List<LeafColumn> columns) {
    requireLeavesOf(schema, columns);
    this.out = new BufferedFileOutput(out);
    this.columns = List.copyOf(columns);
    this.schemaElements = SchemaElements.of(schema);
    this.layoutCheck = new LayoutCheck(this.columns);
  }

  /**
   * Writes a row group.
   *
   * @param rowCount its rows, at least one
   * @param chunks the sealed pages of every leaf column, in schema order
   * @param statistics of every chunk, in the same order
   * @throws IllegalArgumentException if the pages are not those of {@code rowCount} rows of every
   *     column
   * @throws IOException if the stream fails
   */
  public void writeRowGroup(
      long rowCount, List<ColumnChunkPages> chunks, List<ChunkStatistics> statistics)
      throws IOException {
    requireUsable();
    try {
      requireRows(rowCount, chunks, statistics);
      begin();
      long start = out.position();
      int ordinal = rowGroups.size();
      RowGroupOutput.Written written =
          RowGroupOutput.write(out, ordinal, rowCount, chunks, statistics);
      layoutCheck.checkRowGroup(
          written.rowGroup(), ordinal, written.offsetIndexes(), start, out.position());
      out.drain();
      keep(written);
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Writes indexes and footer and flushes the stream. Nothing can be written afterwards.
   *
   * <p>The stream is flushed before the footer's end, too: if it fails then, what is in it is no
   * file. After the end only the last flush can fail, with a whole file in the stream.
   *
   * @throws IOException if the stream fails
   */
  public WrittenFile finish(Map<String, String> keyValueMetadata) throws IOException {
    requireUsable();
    try {
      begin();
      long indexStart = out.position();
      for (ChunkIndexes chunk : indexes) {
        chunk.writeColumnIndex(out);
      }
      for (ChunkIndexes chunk : indexes) {
        chunk.writeOffsetIndex(out);
      }
      layoutCheck.checkFile(rowGroups, MAGIC.length, indexStart, out.position());
      int length = writeFooter(keyValueMetadata);
      flush();
      writeFooterEnd(length);
      flush();
    } catch (Throwable e) {
      failure = e;
      throw e;
    }
    finished = true;
    WrittenFile summary = summary();
    release();
    return summary;
  }

  /** Gives up what waits for {@link #finish}, which is not to come any more. */
  public void release() {
    rowGroups.clear();
    indexes.clear();
    indexBytes = 0;
    entryBytes = 0;
  }

  /** Bytes of the file that were handed to the stream. */
  public long writtenBytes() {
    return out.position();
  }

  public int rowGroupCount() {
    return rowGroupCount;
  }

  /** Rows of the row groups written. */
  public long rowCount() {
    return rows;
  }

  /**
   * About the bytes that {@link #finish} is going to write for the row groups written so far:
   * indexes and footer without key-value metadata.
   */
  public long pendingBytes() {
    if (finished) {
      return 0;
    }
    for (; estimatedRowGroups < rowGroups.size(); estimatedRowGroups++) {
      footerBytes += footerBytesOf(estimatedRowGroups);
    }
    return indexBytes + footerBytes;
  }

  /** The schema counts with the first row group. */
  private long footerBytesOf(int rowGroup) {
    List<SchemaElement> schema = rowGroup == 0 ? schemaElements : List.of();
    CountingOutput counter = new CountingOutput();
    try {
      Util.writeFileMetaData(
          new FileMetaData(FORMAT_VERSION, schema, rows, List.of(rowGroups.get(rowGroup))),
          counter);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The footer entry of row group %d could not be serialized".formatted(rowGroup), e);
    }
    return counter.count() + (long) INDEX_REFERENCE_BYTES * columns.size();
  }

  /** About the heap bytes of the indexes and footer entries waiting for {@link #finish}. */
  public long retainedBytes() {
    return indexBytes + entryBytes;
  }

  /**
   * About the heap bytes that a further row group adds to these, judged by the last one, except for
   * indexes of many pages.
   */
  public long rowGroupEntryBytes() {
    return Math.max(lastEntryBytes, ChunkMetadata.LEAST_HEAP_BYTES * columns.size());
  }

  private void begin() throws IOException {
    if (out.position() == 0) {
      out.write(MAGIC);
    }
  }

  private void keep(RowGroupOutput.Written written) throws IOException {
    RowGroup rowGroup = written.rowGroup();
    lastEntryBytes = 0;
    for (int i = 0; i < columns.size(); i++) {
      ChunkIndexes chunk =
          ChunkIndexes.of(
              rowGroup.getColumns().get(i),
              written.columnIndexes().get(i),
              written.offsetIndexes().get(i));
      indexes.add(chunk);
      indexBytes += chunk.length();
      lastEntryBytes += ChunkMetadata.heapBytes(chunk.chunk().getMeta_data());
    }
    entryBytes += lastEntryBytes;
    rowGroups.add(rowGroup);
    rowGroupCount++;
    rows += rowGroup.getNum_rows();
  }

  /** Returns the bytes of the footer. */
  private int writeFooter(Map<String, String> keyValueMetadata) throws IOException {
    FileMetaData footer = new FileMetaData(FORMAT_VERSION, schemaElements, rows, rowGroups);
    keyValueMetadata.forEach(
        (key, value) -> footer.addToKey_value_metadata(new KeyValue(key).setValue(value)));
    footer.setCreated_by(CreatedBy.VALUE);
    // Whatever order the schema's float types claim: our statistics follow the type-defined one.
    ColumnOrder order = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
    footer.setColumn_orders(Collections.nCopies(columns.size(), order));
    long start = out.position();
    Util.writeFileMetaData(footer, out);
    long length = out.position() - start;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "The footer of %d row groups and %d columns has %d bytes, but a file can't say more than %d: end files earlier or make row groups larger"
              .formatted(rowGroups.size(), columns.size(), length, Integer.MAX_VALUE));
    }
    return (int) length;
  }

  private void writeFooterEnd(int length) throws IOException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(length >>> shift);
    }
    out.write(MAGIC);
  }

  private void flush() throws IOException {
    out.drain();
    out.flushStream();
  }

  private WrittenFile summary() {
    List<WrittenColumn> summaries = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      long values = 0;
      long uncompressed = 0;
      long compressed = 0;
      for (RowGroup rowGroup : rowGroups) {
        ColumnMetaData chunk = rowGroup.getColumns().get(i).getMeta_data();
        values += chunk.getNum_values();
        uncompressed += chunk.getTotal_uncompressed_size();
        compressed += chunk.getTotal_compressed_size();
      }
      summaries.add(new WrittenColumn(columns.get(i).path(), values, uncompressed, compressed));
    }
    return new WrittenFile(rows, rowGroups.size(), out.position(), summaries);
  }

  private void requireUsable() {
    if (failure != null) {
      throw new IllegalStateException(
          "The file was given up when an earlier call failed: " + failure, failure);
    }
    if (finished) {
      throw new IllegalStateException("The file is finished; nothing can follow its footer");
    }
  }

  private void requireRows(
      long rowCount, List<ColumnChunkPages> chunks, List<ChunkStatistics> statistics) {
    if (rowCount < 1) {
      throw new IllegalArgumentException(
          "A row group must have at least 1 row but was given %d".formatted(rowCount));
    }
    if (chunks.size() != columns.size() || statistics.size() != columns.size()) {
      throw new IllegalArgumentException(
          "A row group must have a chunk and statistics for each of %d columns but was given %d and %d"
              .formatted(columns.size(), chunks.size(), statistics.size()));
    }
    for (int i = 0; i < columns.size(); i++) {
      LeafColumn column = columns.get(i);
      ColumnChunkPages chunk = chunks.get(i);
      if (!chunk.column().descriptor().equals(column.descriptor())) {
        throw new IllegalArgumentException(
            "Chunk %d of a row group must be of column %s but is of column %s"
                .formatted(i, column.path(), chunk.column().path()));
      }
      boolean flat = column.maxRepetitionLevel() == 0;
      if (chunk.rowCount() != rowCount || (flat && chunk.levelCount() != rowCount)) {
        throw new IllegalArgumentException(
            "Row group %d, column %s: the pages have %d rows in %d level entries, the row group has %d rows"
                .formatted(
                    rowGroups.size(),
                    column.path(),
                    chunk.rowCount(),
                    chunk.levelCount(),
                    rowCount));
      }
    }
  }

  private static void requireLeavesOf(MessageType schema, List<LeafColumn> columns) {
    List<ColumnDescriptor> leaves = schema.getColumns();
    List<ColumnDescriptor> given = columns.stream().map(LeafColumn::descriptor).toList();
    if (!leaves.equals(given)) {
      throw new IllegalArgumentException(
          "Columns must be the leaves of the schema, %s, but are %s".formatted(leaves, given));
    }
  }
}
