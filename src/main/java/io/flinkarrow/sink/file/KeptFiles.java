package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.BarrierWork;
import io.flinkarrow.sink.registry.OpenWriters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.connector.file.sink.FileSinkCommittable;

/**
 * The files of a subtask that stay open at checkpoints. At each, it decides which row groups are
 * carried in the state and which are ended, and has several threads leave the files.
 *
 * <p>Small row groups are carried, the smallest first, while their sum stays below a part of the
 * memory budget: Flink has all states of a subtask on the heap at once.
 */
public final class KeptFiles {

  /** Row groups in the state take at most this part of the memory budget. */
  private static final int PART_OF_BUDGET = 4;

  private final long mostCarriedBytes;
  private final OpenWriters openWriters;
  private final Set<WrittenPartFile<?>> files = new LinkedHashSet<>();

  /**
   * @param mostCarriedBytes larger row groups are ended at a checkpoint
   */
  KeptFiles(long mostCarriedBytes, OpenWriters openWriters) {
    this.mostCarriedBytes = mostCarriedBytes;
    this.openWriters = openWriters;
  }

  /**
   * The same committable, of which Flink keeps no rows: what is to be cleaned up is where a stream
   * went on at an earlier checkpoint.
   */
  public static FileSinkCommittable withoutRows(FileSinkCommittable committable) {
    return committable.getInProgressFileToCleanup() instanceof KeptFile left
        ? new FileSinkCommittable(committable.getBucketId(), left.streamOnly())
        : committable;
  }

  void add(WrittenPartFile<?> file) {
    files.add(file);
  }

  void remove(WrittenPartFile<?> file) {
    files.remove(file);
  }

  private record Open(WrittenPartFile<?> file, long rowGroupBytes) {}

  /**
   * Leaves every file for a checkpoint, before Flink asks one after the other. Failures come out
   * when Flink asks.
   */
  public void leaveAll() throws InterruptedException {
    List<Open> smallestFirst =
        new ArrayList<>(files.stream().map(file -> new Open(file, file.rowGroupBytes())).toList());
    smallestFirst.sort(Comparator.comparingLong(Open::rowGroupBytes));
    long most = openWriters.budgetBytes() / PART_OF_BUDGET;
    long carried = 0;
    List<Runnable> work = new ArrayList<>();
    for (Open open : smallestFirst) {
      long bytes = open.rowGroupBytes;
      boolean carries = bytes <= mostCarriedBytes && carried + bytes <= most;
      carried += carries ? bytes : 0;
      work.add(() -> open.file.leaveAhead(carries));
    }
    BarrierWork.run(work);
    noteStateBytes();
  }

  /** Also after a restore, when Flink still has the state that the files go on from. */
  public void noteStateBytes() {
    openWriters.noteStateBytes(files.stream().mapToLong(WrittenPartFile::stateBytes).sum());
  }
}
