package io.flinkarrow.sink;

import io.flinkarrow.sink.registry.FileEnd;
import io.flinkarrow.sink.registry.MemoryBudgets;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;

/**
 * Flink's file writer, and what it leaves out: when it closes, on success or failure, every part
 * file writer that is still open is abandoned, so that a failover gives its memory back.
 */
final class FileSinkWriter<T>
    implements StatefulSinkWriter<T, FileWriterBucketState>,
        CommittingSinkWriter<T, FileSinkCommittable> {

  private final Path base;
  private final FileWriter<T> files;
  private final OpenWriters openWriters;
  private final FileReport report;

  private boolean inputEnded;
  private boolean closed;

  /**
   * @param base the sink's directory, for messages
   * @param report is given the files of each checkpoint
   */
  FileSinkWriter(Path base, FileWriter<T> files, OpenWriters openWriters, FileReport report) {
    this.base = base;
    this.files = files;
    this.openWriters = openWriters;
    this.report = report;
    MemoryBudgets.OF_THIS_JVM.add(openWriters.chosenBudgetBytes());
  }

  /** An element without rows opens no file, nor does it keep one from being idle. */
  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    if (ElementKind.rowsOf(element) == 0) {
      return;
    }
    try {
      files.write(element, context);
    } catch (IOException e) {
      throw failed("Writing to", e);
    }
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
   * Completes and closes every open part file before the barrier goes on. What is left to write of
   * them, helpers write beside the task's thread, which closes them one after the other.
   */
  @Override
  public Collection<FileSinkCommittable> prepareCommit() throws IOException, InterruptedException {
    long start = System.nanoTime();
    openWriters.metrics().filesEndBy(inputEnded ? FileEnd.END_OF_INPUT : FileEnd.CHECKPOINT);
    try {
      openWriters.finishAhead();
      Collection<FileSinkCommittable> committables = files.prepareCommit();
      report.of(committables);
      return committables;
    } catch (IOException e) {
      throw failed("Closing", e);
    } finally {
      openWriters.metrics().countCheckpoint(System.nanoTime() - start);
    }
  }

  /**
   * Exceptions of streams rarely say which file they were for; we know as much as its directory.
   */
  private IOException failed(String what, IOException cause) {
    String bucketId = openWriters.notedBucket();
    Path directory = bucketId == null || bucketId.isEmpty() ? base : new Path(base, bucketId);
    return new IOException(
        "%s a part file in %s failed: %s".formatted(what, directory, cause.getMessage()), cause);
  }

  @Override
  public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
    return files.snapshotState(checkpointId);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      MemoryBudgets.OF_THIS_JVM.remove(openWriters.chosenBudgetBytes());
    }
    try {
      files.close();
    } finally {
      openWriters.abandonAll();
    }
  }
}
