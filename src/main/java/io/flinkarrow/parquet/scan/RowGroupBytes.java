package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * What columns of one row group need of the file, fetched at once, as far as there is room for it.
 * For one thread at a time.
 */
final class RowGroupBytes {

  private final ParquetInput file;
  private final FileFooter footer;
  private final RowGroupIndexes indexes;
  private final Map<List<Integer>, FetchedRanges> fetched = new HashMap<>();

  /** How many bytes may be fetched besides. */
  private long room;

  RowGroupBytes(ParquetInput file, FileFooter footer, RowGroupIndexes indexes, long room) {
    this.file = file;
    this.footer = footer;
    this.indexes = indexes;
    this.room = room;
  }

  /** Heap bytes of what was fetched. */
  long retainedBytes() {
    return fetched.values().stream().mapToLong(FetchedRanges::retainedBytes).sum();
  }

  /**
   * What leaf columns need, as far as the footer and indexes are right.
   *
   * @param leaves their numbers; none of them may have been asked for beside others
   * @param rows that are wanted, no others than those asked for before
   * @return null if it is too much, or not known: columns fetch pieces then
   */
  @Nullable
  FetchedRanges of(List<Integer> leaves, RowRanges rows) throws IOException {
    if (!fetched.containsKey(leaves)) {
      List<Range> ranges = new ArrayList<>();
      for (int leaf : leaves) {
        WantedPages wanted = WantedPages.of(footer, indexes, leaf, rows);
        if (wanted.areKnown()) {
          ranges.addAll(wanted.ranges());
        }
      }
      long bytes = FetchedRanges.bytes(ranges);
      if (ranges.isEmpty() || bytes > room) {
        return null;
      }
      room -= bytes;
      fetched.put(leaves, FetchedRanges.of(file, ranges));
    }
    return fetched.get(leaves);
  }
}
