package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.sink.committed.CommittedFileListener;
import io.flinkarrow.sink.committed.CommittedFiles;
import io.flinkarrow.sink.committed.PartitionTime;
import io.flinkarrow.sink.committed.SuccessFiles;
import io.flinkarrow.sink.committed.SuccessTrigger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.transformations.SinkTransformation;

/**
 * Who is handed the files that a sink has committed. Every setter can be called again to replace
 * its argument.
 */
public final class CommittedFileOptions {

  @Nullable private Consumer<DataStream<CommittedFile>> stream;
  @Nullable private CommittedFileListener listener;
  @Nullable private SuccessTrigger successFiles;

  CommittedFileOptions() {}

  /** What was chosen so far, whatever is set afterwards. */
  CommittedFileOptions copy() {
    CommittedFileOptions copy = new CommittedFileOptions();
    copy.stream = stream;
    copy.listener = listener;
    copy.successFiles = successFiles;
    return copy;
  }

  /**
   * Adds what becomes of the stream of committed files, behind the sink's committer. It is called
   * when the job is built, and is not sent with the job. Operators that it adds have the sink's
   * parallelism unless it sets theirs; if it sets a uid, the sink needs one, too. One of them may
   * be a sink, the last that it adds.
   *
   * <p>When the input of a job with checkpoints ends, files of the last checkpoint come behind the
   * end of this stream. Flink gives them only to operators that are chained to the sink, and no
   * checkpoint covers them.
   *
   * <pre>{@code
   * stream(files -> files.map(file -> file.path().toString()).sinkTo(log))
   * }</pre>
   */
  public CommittedFileOptions stream(Consumer<DataStream<CommittedFile>> stream) {
    this.stream = Objects.requireNonNull(stream, "stream");
    return this;
  }

  /**
   * Is told of each file, in the subtask that committed it, before the file is in the stream. All
   * files are told, those of the last checkpoint, too.
   *
   * <pre>{@code
   * listener(file -> catalog.add(file.path(), file.summary()))
   * }</pre>
   */
  public CommittedFileOptions listener(CommittedFileListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Writes an empty file {@code _SUCCESS} into the directory of each partition, this long after its
   * last file was committed, in processing time, and once two more checkpoints were committed. A
   * later file of the partition has it written again after the same time. The delay must be longer
   * than the time between two checkpoints. With {@code keepFilesOpen} the file comes later by
   * {@code rollAtAge} and {@code bucketCheckInterval}, when all files that were open have ended.
   * The sink needs a uid, and {@code partitionBy} or a {@code bucketAssigner}; not with compaction.
   * Takes the place of the other {@code successFiles}.
   *
   * <p>If the input ends, all partitions that wait get the file in batch mode and without
   * checkpoints. With checkpoints they get none, because their last files are committed later.
   *
   * <pre>{@code
   * successFiles(Duration.ofMinutes(30))
   * }</pre>
   */
  public CommittedFileOptions successFiles(Duration delay) {
    SettingChecks.atLeastOne("successFiles in milliseconds", delay.toMillis());
    this.successFiles = new SuccessTrigger.ByProcessingTime(delay.toMillis());
    return this;
  }

  /**
   * The same by watermarks: writes {@code _SUCCESS} once a watermark has passed the partition's
   * time and the delay, and all rows that came before it are visible. So the stream needs
   * watermarks, and the delay is how long a partition's time lasts: an hour for partitions by hour.
   * A file that comes later has it written again with its commit.
   *
   * <pre>{@code
   * successFiles(
   *     partition -> LocalDate.parse(partition.get("dt")).atStartOfDay(ZoneOffset.UTC).toInstant(),
   *     Duration.ofDays(1))
   * }</pre>
   *
   * @param time when a partition begins, by the values in its directory
   * @param delay at least 0
   */
  public CommittedFileOptions successFiles(PartitionTime time, Duration delay) {
    Objects.requireNonNull(time, "time");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("successFiles must be at least 0 but was " + delay);
    }
    this.successFiles = new SuccessTrigger.ByPartitionTime(time, delay.toMillis());
    return this;
  }

  /**
   * @throws IllegalArgumentException if markers could come before the files of their partition
   */
  void require(boolean hasPartitions, boolean compacts) {
    if (successFiles == null) {
      return;
    }
    if (!hasPartitions) {
      throw new IllegalArgumentException(
          "successFiles are for directories of partitions: set partitionBy or bucketAssigner, or"
              + " leave them out");
    }
    if (compacts) {
      throw new IllegalArgumentException(
          "successFiles and compaction exclude each other: files that wait to be merged become"
              + " visible when their partition may be marked already. Leave one of them out");
    }
  }

  /**
   * Adds the writer of success files and the stream behind the committer.
   *
   * @param longestOpenMillis how long a file may be open over checkpoints; 0 if none is
   */
  void behind(
      DataStream<CommittableMessage<FileSinkCommittable>> committables,
      Path base,
      WriterOptions options,
      long longestOpenMillis) {
    if (successFiles != null) {
      SuccessFiles.behind(committables, base, successFiles, longestOpenMillis);
    }
    if (stream != null) {
      List<Transformation<?>> all = committables.getExecutionEnvironment().getTransformations();
      int before = all.size();
      stream.accept(CommittedFiles.of(committables, options));
      requireNothingBehindASink(all.subList(before, all.size()));
    }
  }

  /**
   * When Flink has expanded a sink that stands behind a sink, it fails at whatever was added after
   * it, with a ConcurrentModificationException.
   */
  private static void requireNothingBehindASink(List<Transformation<?>> added) {
    for (Transformation<?> each : added.subList(0, Math.max(0, added.size() - 1))) {
      if (each instanceof SinkTransformation) {
        throw new IllegalArgumentException(
            ("The stream of committed files may have one sink, which must be added last, but behind"
                    + " its sink '%s' something else was added. Add that before it, or use a"
                    + " listener: Flink doesn't take a second sink behind a sink")
                .formatted(each.getName()));
      }
    }
  }

  @Nullable
  CommittedFileListener listener() {
    return listener;
  }
}
