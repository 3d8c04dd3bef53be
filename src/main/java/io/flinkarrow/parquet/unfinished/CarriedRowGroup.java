package io.flinkarrow.parquet.unfinished;

import io.flinkarrow.parquet.chunk.ChunkState;
import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.ColumnChunkWriter;
import io.flinkarrow.parquet.chunk.DictionaryEnd;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ChunkDataPages;
import io.flinkarrow.parquet.page.PageLocations;
import io.flinkarrow.parquet.page.PageMemory;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.page.RereadAllowance;
import io.flinkarrow.parquet.page.SkippedPages;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * The last row group of an unfinished file: gives the pages of its columns to other writers, each
 * page as rows, and lets it end where it ended. What a writer makes of rows depends on them and on
 * where its pages end, so that it becomes what the one was that wrote these.
 */
public final class CarriedRowGroup {

  /** Bytes of values that are handed over at a time, unless a row has more. */
  private static final int STEP_BYTES = 1 << 20;

  private static final int PIECE_LENGTH = 1 << 20;

  /** Levels of nested groups: as many as Arrow schemas can have here. */
  private static final int MOST_DEPTH = 512;

  private final ParquetInput tail;
  private final FileFooter footer;
  private final RowGroupChunks group;
  private final RowGroupIndexes indexes;
  private final CarriedLimits limits;

  private CarriedRowGroup(ParquetInput tail, FileFooter footer, long maximumRowBytes) {
    this.tail = tail;
    this.footer = footer;
    this.group = footer.rowGroups().get(footer.rowGroups().size() - 1);
    this.limits = new CarriedLimits(maximumRowBytes);
    Set<Integer> all =
        IntStream.range(0, footer.columns().size()).boxed().collect(Collectors.toSet());
    this.indexes = new RowGroupIndexes(tail, footer, group, all, Set.of());
  }

  /**
   * @param rows that it must have
   * @param maximumRowBytes of a row as it came in, by which memory is limited
   * @throws IOException if there is none of so many rows
   */
  public static CarriedRowGroup open(ParquetInput tail, long rows, long maximumRowBytes)
      throws IOException {
    FileFooter footer = FileFooter.read(tail, Integer.MAX_VALUE, MOST_DEPTH, null);
    if (footer.rowGroups().isEmpty()
        || footer.rowGroups().get(footer.rowGroups().size() - 1).rows() != rows) {
      throw new IOException(
          "%s should end with a row group of %d rows, but does not".formatted(tail.name(), rows));
    }
    return new CarriedRowGroup(tail, footer, maximumRowBytes);
  }

  /**
   * Gives a column's pages to a writer, which then has the state that it is told.
   *
   * @throws IOException if they are damaged, or not those of a writer with this state
   */
  public void writeAgain(LeafColumn leaf, ColumnChunkWriter to, ChunkState state)
      throws IOException {
    ColumnDescriptor column = leaf.descriptor();
    if (!column.equals(footer.columns().get(leaf.ordinal()))) {
      throw damaged(leaf, "should be where another column is", null);
    }
    long mostPageBytes = limits.mostPageBytes(leaf.settings());
    PageLocations pages =
        indexes
            .pages(leaf.ordinal())
            .orElseThrow(() -> damaged(leaf, "should have an offset index", null));
    checkOpenPage(leaf, pages, state.openPages());
    ReadableChunk chunk = footer.chunk(tail, group, leaf.ordinal());
    RawPages raw =
        new RawPages(
            footer.open(tail, chunk.metadata(), PIECE_LENGTH),
            "of column '%s' in %s".formatted(leaf.path(), group.place(tail)),
            chunk,
            (int) Math.min(tail.length(), Integer.MAX_VALUE),
            mostPageBytes);
    ChunkDecoding<?> decoding = ChunkDecoding.of(column.getPrimitiveType());
    ChunkDataPages dataPages =
        new ChunkDataPages(
            raw,
            column,
            decoding,
            chunk.metadata().getNum_values(),
            pages,
            new PageMemory(mostPageBytes),
            new RereadAllowance(),
            new SkippedPages());
    RowAllowance allowance = new RowAllowance(limits.mostRowBytes());
    try (ColumnChunkReader<?> reader =
        new ColumnChunkReader<>(
            dataPages,
            decoding,
            column.getMaxRepetitionLevel(),
            column.getMaxDefinitionLevel(),
            group.rows(),
            allowance)) {
      reader.keepIds(false);
      reader.select(0, group.rows());
      for (int page = 0; page < pages.count(); page++) {
        writePage(page, pages, leaf, reader, allowance, to, state);
        if (page < pages.count() - state.openPages()) {
          to.endPage();
          limits.requireStored(to.held(), chunk.metadata().getTotal_compressed_size());
        }
      }
      limits.countLastRow(to.held(), leaf.settings());
      to.restore(state);
    } catch (RuntimeException e) {
      throw damaged(leaf, "are not what a writer made: " + e.getMessage(), e);
    }
  }

  /** The pages that are one page have no more rows than a page may have. */
  private void checkOpenPage(LeafColumn leaf, PageLocations pages, int open) throws IOException {
    int pageRows = leaf.settings().pageRows();
    if (open > pages.count() || group.rows() - pages.firstRow(pages.count() - open) > pageRows) {
      throw damaged(
          leaf,
          "are %d, of which the last %d should be one page of at most %d rows, but are not"
              .formatted(pages.count(), open, pageRows),
          null);
    }
  }

  private void writePage(
      int page,
      PageLocations pages,
      LeafColumn leaf,
      ColumnChunkReader<?> reader,
      RowAllowance allowance,
      ColumnChunkWriter to,
      ChunkState state)
      throws IOException {
    DictionaryEnd end = state.dictionaryEnd();
    if (end.page() == page && !end.withRows()) {
      to.endDictionary();
    }
    for (long left = pages.rows(page); left > 0; ) {
      allowance.nextBatch();
      int rows = reader.fill((int) Math.min(left, Integer.MAX_VALUE), STEP_BYTES);
      to.writeAgain(reader.stored(rows), state.begunByReference());
      limits.requireOpen(to.held(), leaf.settings());
      left -= rows;
    }
    if (end.page() == page && end.withRows()) {
      to.endDictionary();
    }
  }

  private IOException damaged(LeafColumn leaf, String what, @Nullable Throwable cause) {
    return new IOException(
        "The pages of column '%s' of %s %s. Its bytes were changed; take those of another checkpoint"
            .formatted(leaf.path(), tail.name(), what),
        cause);
  }
}
