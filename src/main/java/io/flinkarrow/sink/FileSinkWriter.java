package io.flinkarrow.sink;

import io.flinkarrow.sink.file.KeptFiles;
import io.flinkarrow.sink.registry.FileEnd;
import io.flinkarrow.sink.registry.MemoryBudgets;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;

/** Flink's file writer, and around it metrics, threads that help at a barrier, and the listener. */
final class FileSinkWriter<T>
    implements StatefulSinkWriter<T, FileWriterBucketState>,
        CommittingSinkWriter<T, FileSinkCommittable> {

  private final FileWriter<T> files;
  private final OpenWriters openWriters;

  /** Null if checkpoints close every file. */
  @Nullable private final KeptFiles kept;

  private final FileReport report;

  private boolean inputEnded;
  private boolean closed;

  /**
   * @param report is given the files of each checkpoint
   */
  FileSinkWriter(
      FileWriter<T> files, OpenWriters openWriters, @Nullable KeptFiles kept, FileReport report) {
    this.files = files;
    this.openWriters = openWriters;
    this.kept = kept;
    this.report = report;
    MemoryBudgets.OF_THIS_JVM.add(openWriters.chosenBudgetBytes());
  }

  /** An element without rows opens no file, nor does it keep one from being idle. */
  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    if (ElementKind.rowsOf(element) == 0) {
      return;
    }
    files.write(element, context);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    inputEnded = endOfInput;
    files.flush(endOfInput);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    files.writeWatermark(watermark);
  }

  /**
   * Completes and closes every open part file before the barrier goes on, unless files are kept
   * open. What is left to write of them, helpers write beside the task's thread, which closes them
   * one after the other.
   */
  @Override
  public Collection<FileSinkCommittable> prepareCommit() throws IOException, InterruptedException {
    long start = System.nanoTime();
    openWriters.metrics().filesEndBy(inputEnded ? FileEnd.END_OF_INPUT : FileEnd.CHECKPOINT);
    try {
      if (kept == null || inputEnded) {
        openWriters.finishAhead();
      }
      Collection<FileSinkCommittable> committables = files.prepareCommit();
      report.tellOfAll();
      return committables.stream().map(KeptFiles::withoutRows).toList();
    } finally {
      openWriters.metrics().countCheckpoint(System.nanoTime() - start);
    }
  }

  /** Files that are kept open are left by several threads, before Flink asks for each. */
  @Override
  public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
    if (kept == null) {
      return files.snapshotState(checkpointId);
    }
    long start = System.nanoTime();
    try {
      kept.leaveAll();
      return files.snapshotState(checkpointId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The task was cancelled while a checkpoint was taken");
    } finally {
      openWriters.metrics().countLeaving(System.nanoTime() - start);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      MemoryBudgets.OF_THIS_JVM.remove(openWriters.chosenBudgetBytes());
    }
    files.close();
  }
}
