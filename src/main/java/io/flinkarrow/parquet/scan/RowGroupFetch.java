package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.annotation.Nullable;

/**
 * Finds out which rows of row groups are wanted, and fetches what columns need for them: of the
 * next row group that has any, meanwhile, by a thread that ends with it.
 *
 * <p>{@link #take} a row group, {@link #ahead} for those that come next, and again; {@link #cancel}
 * at the end.
 */
final class RowGroupFetch {

  private final ParquetInput file;
  private final FileFooter footer;
  private final RowSelection selection;
  private final Set<Integer> leaves;
  private final long mostBytes;
  private final Deque<Found> found = new ArrayDeque<>();

  /** Null if nothing is fetched ahead. */
  @Nullable private FutureTask<List<Found>> ahead;

  /**
   * A row group of which it is known what is wanted.
   *
   * @param rows that the file does not rule out
   */
  record Found(RowGroupIndexes indexes, RowRanges rows, RowGroupBytes bytes) {}

  /**
   * @param file may be read by two threads
   * @param selection asked by one thread at a time
   * @param leaves the numbers of all leaf columns that are read
   * @param mostBytes of one row group
   */
  RowGroupFetch(
      ParquetInput file,
      FileFooter footer,
      RowSelection selection,
      Collection<Integer> leaves,
      long mostBytes) {
    this.file = file;
    this.footer = footer;
    this.selection = selection;
    this.leaves = new TreeSet<>(leaves);
    this.mostBytes = mostBytes;
  }

  /** What is wanted of a row group. */
  Found take(RowGroupChunks group) throws IOException {
    if (ahead != null) {
      found.addAll(await());
    }
    return found.isEmpty() ? find(group) : found.removeFirst();
  }

  private Found find(RowGroupChunks group) throws IOException {
    RowGroupIndexes indexes =
        new RowGroupIndexes(file, footer, group, leaves, selection.conditionalLeaves());
    return new Found(
        indexes, selection.rows(indexes), new RowGroupBytes(file, footer, indexes, mostBytes));
  }

  /**
   * Begins to fetch what the next row group that has wanted rows needs.
   *
   * @param following what {@link #take} will be asked for, in this order
   * @param columns the numbers of leaf columns, as they are asked for together
   */
  void ahead(List<RowGroupChunks> following, List<List<Integer>> columns) {
    if (ahead != null || !found.isEmpty() || following.isEmpty()) {
      return;
    }
    ahead = new FutureTask<>(() -> fetched(following, columns));
    Thread thread = new Thread(ahead, "Fetching ahead of " + file.name());
    thread.setDaemon(true);
    thread.start();
  }

  /** Heap bytes of what is fetched ahead, at most. */
  long bytesAhead(List<RowGroupChunks> following, List<Integer> columns) {
    if (ahead == null || following.isEmpty()) {
      return 0;
    }
    RowGroupChunks next = following.get(0);
    long whole = Math.min(next.end() - next.start(), next.bytes(columns));
    if (whole <= mostBytes) {
      return whole;
    }
    return selection.isAll() ? 0 : mostBytes;
  }

  private List<Found> fetched(List<RowGroupChunks> following, List<List<Integer>> columns)
      throws IOException {
    List<Found> groups = new ArrayList<>();
    for (RowGroupChunks group : following) {
      Found next = find(group);
      groups.add(next);
      if (!next.rows().isEmpty()) {
        for (List<Integer> together : columns) {
          next.bytes().of(together, next.rows());
        }
        break;
      }
    }
    return groups;
  }

  private List<Found> await() throws IOException {
    FutureTask<List<Found>> task = ahead;
    ahead = null;
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
      if (e.getCause() instanceof RuntimeException failed) {
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
    }
  }
}
