package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.FileSummary.Bound;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import java.util.Optional;

/** What a summary of a file takes on the heap, as measured. */
final class SummaryMemory {

  /** With checksums. */
  private static final int FILE_BYTES = 320;

  private static final int COLUMN_BYTES = 152;
  private static final int BOUND_BYTES = 168;

  private SummaryMemory() {}

  static long bytes(FileSummary summary) {
    long bytes = FILE_BYTES;
    for (ColumnSummary column : summary.columns()) {
      bytes += COLUMN_BYTES + bytes(column.min()) + bytes(column.max());
    }
    return bytes;
  }

  private static long bytes(Optional<Bound> bound) {
    return bound
        .map(value -> (long) BOUND_BYTES + value.bytes().remaining() + value.text().length())
        .orElse(0L);
  }
}
