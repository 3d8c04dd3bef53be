package io.flinkarrow.read;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageMemory;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.read.field.FieldReader;
import io.flinkarrow.read.field.LeafReader;
import io.flinkarrow.read.field.RowFields;
import io.flinkarrow.read.field.RowMemory;
import io.flinkarrow.read.page.ChunkPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.parquet.format.ColumnMetaData;

/**
 * The asked fields of a row group's rows: {@link #open}, {@link #read} and {@link #skip} until all
 * rows are read, {@link #checkEnd}, {@link #close}, and again for the next row group.
 */
final class RowReader {

  /** What object stores answer efficiently. */
  private static final int MAXIMUM_PIECE_LENGTH = 8 << 20;

  private static final int MINIMUM_PIECE_LENGTH = 64 << 10;

  /** Of what pages may take, what may be fetched for them: one part of so many. */
  private static final int PARTS = 4;

  private final List<String> names;
  private final FieldReader[] fields;
  private final List<LeafReader> leaves;
  private final List<LeafReader> counters;
  private final RowBlock block;
  private final PageMemory pageMemory;
  private final ReadLimits limits;
  private final int pieceLength;

  /**
   * @param rowMemory what the fields charge
   */
  RowReader(RowFields fields, RowMemory rowMemory, ReadLimits limits) {
    this.names = fields.names();
    this.fields = fields.readers();
    this.leaves = fields.leaves();
    this.counters = fields.counters();
    this.block = new RowBlock(this.fields.length, rowMemory);
    this.pageMemory = new PageMemory(limits.maximumPageBytes());
    this.limits = limits;
    long share = limits.maximumPageBytes() / PARTS / Math.max(1, leaves.size());
    this.pieceLength = (int) Math.max(MINIMUM_PIECE_LENGTH, Math.min(MAXIMUM_PIECE_LENGTH, share));
  }

  void open(ParquetInput file, RowGroupChunks group, FileFooter footer) throws IOException {
    for (LeafReader leaf : leaves) {
      open(leaf, file, group, footer);
    }
    for (LeafReader counter : counters) {
      if (group.isHere(counter.index())) {
        countRows(counter, file, group, footer);
        return;
      }
    }
  }

  private void open(LeafReader leaf, ParquetInput file, RowGroupChunks group, FileFooter footer)
      throws IOException {
    ReadableChunk readable = footer.chunk(file, group, leaf.index());
    ColumnMetaData chunk = readable.metadata();
    checkChunk(file, group, leaf, chunk);
    String place = "of column '%s' in %s".formatted(leaf.name(), group.place(file));
    RawPages pages =
        new RawPages(
            footer.open(file, chunk, pieceLength),
            place,
            readable,
            limits.maximumMetadataBytes(),
            limits.maximumPageBytes());
    try {
      leaf.open(
          new ChunkPages(pages, leaf.column(), chunk.getNum_values(), pageMemory), footer.writer());
    } catch (RuntimeException e) {
      throw failure(leaf.name(), group.place(file), e);
    }
  }

  /** Outside of lists, the footer says how many values there are; in them, levels do. */
  private void countRows(
      LeafReader counter, ParquetInput file, RowGroupChunks group, FileFooter footer)
      throws IOException {
    if (counter.isFlat()) {
      checkChunk(file, group, counter, footer.chunk(file, group, counter.index()).metadata());
      return;
    }
    try {
      open(counter, file, group, footer);
      for (long row = 0; row < group.rows(); row++) {
        counter.skipRow();
      }
      counter.checkEnd();
    } catch (RuntimeException e) {
      throw failure(counter.name(), group.place(file), e);
    } finally {
      counter.close();
    }
  }

  /**
   * After the last row of a row group: its columns must be at their ends, too.
   *
   * @param place the row group, for messages
   */
  void checkEnd(String place) throws IOException {
    for (LeafReader leaf : leaves) {
      try {
        leaf.checkEnd();
      } catch (RuntimeException e) {
        throw failure(leaf.name(), place, e);
      }
    }
  }

  void close() {
    leaves.forEach(LeafReader::close);
  }

  /**
   * Reads one row, and further ones while they are few and small.
   *
   * @param mostRows of a row group that has as many
   * @param mostBytes of heap, after which no further row is read
   * @param place where a row stands, counted from the first one read; for messages
   */
  GenericRowData[] read(int mostRows, long mostBytes, LongFunction<String> place)
      throws IOException {
    GenericRowData[] rows = new GenericRowData[mostRows];
    int count = 0;
    long bytes = 0;
    while (count < mostRows && bytes < mostBytes) {
      readBlock(mostRows - count, mostBytes - bytes, place, count);
      bytes += block.completeBytes();
      count += block.moveTo(rows, count);
    }
    return count == mostRows ? rows : Arrays.copyOf(rows, count);
  }

  /**
   * Passes over the next {@code count} rows.
   *
   * @param mostBytes of heap at a time
   */
  void skip(long count, long mostBytes, LongFunction<String> place) throws IOException {
    GenericRowData[] passed = new GenericRowData[RowBlock.MAXIMUM_ROWS];
    for (long row = 0; row < count; row += block.moveTo(passed, 0)) {
      readBlock(count - row, mostBytes, place, row);
    }
  }

  /**
   * @param first the number of the block's first row, as {@code place} counts
   */
  private void readBlock(long mostRows, long mostBytes, LongFunction<String> place, long first)
      throws IOException {
    int rows = (int) Math.min(mostRows, RowBlock.MAXIMUM_ROWS);
    block.begin(rows);
    for (int field = 0; field < fields.length; field++) {
      try {
        block.read(field, fields[field], mostBytes);
      } catch (RuntimeException e) {
        throw failure(names.get(field), place.apply(first + block.rowsOf(field)), e);
      }
    }
  }

  private static IOException failure(String name, String place, RuntimeException cause) {
    return cause instanceof UncheckedIOException unchecked
        ? unchecked.getCause()
        : new IOException(
            "Column '%s' cannot be read in %s: %s".formatted(name, place, cause.getMessage()),
            cause);
  }

  private static void checkChunk(
      ParquetInput file, RowGroupChunks group, LeafReader leaf, ColumnMetaData chunk)
      throws IOException {
    boolean flat = leaf.isFlat();
    long values = chunk.getNum_values();
    if (flat ? values != group.rows() : values < group.rows()) {
      throw new IOException(
          "Column '%s' should have %s%d values in row group %d of %s, but has %d. The file is damaged; write it again"
              .formatted(
                  leaf.name(),
                  flat ? "" : "at least ",
                  group.rows(),
                  group.ordinal(),
                  file.name(),
                  values));
    }
    if (!List.of(leaf.column().getPath()).equals(chunk.getPath_in_schema())) {
      throw new IOException(
          "Column chunk %d in row group %d of %s should be of column '%s', but is of '%s'. The file is damaged; write it again"
              .formatted(
                  leaf.index(),
                  group.ordinal(),
                  file.name(),
                  leaf.name(),
                  String.join(".", chunk.getPath_in_schema())));
    }
  }
}
