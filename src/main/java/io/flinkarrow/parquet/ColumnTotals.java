package io.flinkarrow.parquet;

import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.page.SealedChunk;
import java.util.ArrayList;
import java.util.List;

/** What the row groups of a file held of each column, added up for its {@link FileSummary}. */
final class ColumnTotals {

  private static final int NUMBERS = 3;

  /** Of each column: level entries, bytes before compression, and bytes in the file. */
  private final long[] totals;

  ColumnTotals(int columns) {
    this.totals = new long[NUMBERS * columns];
  }

  /** Adds a row group's chunks, one per column. */
  void add(List<SealedChunk> chunks) {
    for (int i = 0; i < chunks.size(); i++) {
      SealedChunk chunk = chunks.get(i);
      totals[NUMBERS * i] += chunk.levelCount();
      totals[NUMBERS * i + 1] += chunk.uncompressedBytes();
      totals[NUMBERS * i + 2] += chunk.storedBytes();
    }
  }

  List<ColumnSummary> summaries(List<LeafColumn> columns) {
    List<ColumnSummary> summaries = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      summaries.add(
          new ColumnSummary(
              columns.get(i).path(),
              totals[NUMBERS * i],
              totals[NUMBERS * i + 1],
              totals[NUMBERS * i + 2]));
    }
    return summaries;
  }
}
