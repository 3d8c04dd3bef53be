package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.annotation.Nullable;

/**
 * Fetches the bytes of the columns that are read, a row group at once, and those of the next row
 * group meanwhile, by a thread that ends with it. A row group whose columns have more bytes than
 * may be fetched is left to its columns, which fetch pieces.
 *
 * <p>{@link #take} a row group, {@link #ahead} for the one that comes next, and again; {@link
 * #cancel} at the end.
 */
final class RowGroupFetch {

  private final ParquetInput file;
  private final FileFooter footer;
  private final List<Integer> leaves;
  private final long mostBytes;

  /** Null if nothing is fetched ahead. */
  @Nullable private FutureTask<FetchedRanges> ahead;

  @Nullable private RowGroupChunks groupAhead;
  private long bytesAhead;
  private long bytesTaken;

  /**
   * @param file may be read by two threads
   * @param leaves the numbers of the leaf columns that are read
   * @param mostBytes of one row group
   */
  RowGroupFetch(ParquetInput file, FileFooter footer, List<Integer> leaves, long mostBytes) {
    this.file = file;
    this.footer = footer;
    this.leaves = leaves;
    this.mostBytes = mostBytes;
  }

  /**
   * What a row group's columns need, as far as the footer is right.
   *
   * @return null if it is too much, or nothing
   */
  @Nullable
  FetchedRanges take(RowGroupChunks group) throws IOException {
    FetchedRanges taken = null;
    if (groupAhead == group) {
      taken = await();
    } else {
      List<Range> ranges = ranges(group);
      taken = ranges.isEmpty() ? null : FetchedRanges.of(file, ranges);
    }
    bytesTaken = taken == null ? 0 : taken.retainedBytes();
    return taken;
  }

  /** Heap bytes of what was taken last and of what is fetched ahead. */
  long heldBytes() {
    return bytesTaken + (ahead == null ? 0 : bytesAhead);
  }

  /** Begins to fetch what {@link #take} will be asked for. */
  void ahead(RowGroupChunks group) {
    List<Range> ranges;
    try {
      ranges = ranges(group);
    } catch (IOException | UnsupportedOperationException e) {
      // Said when the row group is read; the rows before it come first.
      return;
    }
    if (!ranges.isEmpty()) {
      groupAhead = group;
      bytesAhead = FetchedRanges.bytes(ranges);
      ahead = new FutureTask<>(() -> FetchedRanges.of(file, ranges));
      Thread thread = new Thread(ahead, "Fetching ahead of " + file.name());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private FetchedRanges await() throws IOException {
    FutureTask<FetchedRanges> task = ahead;
    ahead = null;
    groupAhead = null;
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + file.name() + " was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IOException(file.name() + " cannot be read", e.getCause());
    }
  }

  /** Stops what is fetched ahead. */
  void cancel() {
    if (ahead != null) {
      ahead.cancel(true);
      ahead = null;
      groupAhead = null;
    }
  }

  /** None if they are too large. */
  private List<Range> ranges(RowGroupChunks group) throws IOException {
    List<Range> ranges = new ArrayList<>();
    for (int leaf : leaves) {
      Range range = footer.range(footer.chunk(file, group, leaf).metadata());
      if (range.start() < range.end()) {
        ranges.add(range);
      }
    }
    return FetchedRanges.bytes(ranges) <= mostBytes ? ranges : List.of();
  }
}
