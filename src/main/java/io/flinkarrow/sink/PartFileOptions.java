package io.flinkarrow.sink;

import java.time.Duration;

/**
 * The options of a sink that say when its part files end and what they are called. Every setter
 * checks its argument and can be called again to replace it.
 *
 * @param <B> the builder that has the other options, too
 */
public abstract sealed class PartFileOptions<B extends ArrowParquetSink.Builder<?>>
    permits ArrowParquetSink.Builder {

  private final SinkSettings<?> settings;

  PartFileOptions(SinkSettings<?> settings) {
    this.settings = settings;
  }

  abstract B self();

  /**
   * How often files are looked at for age and inactivity. Default: a minute, or the shorter of
   * these two if they are less.
   */
  public B bucketCheckInterval(Duration interval) {
    SettingChecks.atLeastOne("bucketCheckInterval in milliseconds", interval.toMillis());
    settings.bucketCheckInterval = interval;
    return self();
  }

  /**
   * Before a batch is added to a file of at least this many bytes, buffered ones estimated, the
   * file is closed and another one opened; it becomes visible with the next checkpoint. Default:
   * 512 MiB.
   */
  public B rollAtBytes(long bytes) {
    settings.rollAtBytes = SettingChecks.atLeastOne("rollAtBytes", bytes);
    return self();
  }

  /**
   * Before a batch is added to a file of at least this many rows, the file is closed and another
   * one opened. Default: no limit.
   */
  public B rollAtRows(long rows) {
    settings.rollAtRows = SettingChecks.atLeastOne("rollAtRows", rows);
    return self();
  }

  /**
   * A file is closed this long after its first batch, in processing time. Matters where checkpoints
   * are rarer than that. Default: no limit.
   */
  public B rollAtAge(Duration age) {
    settings.rollAtAge = SettingChecks.atLeastOne("rollAtAge in milliseconds", age.toMillis());
    return self();
  }

  /**
   * Whether files stay open at checkpoints: they end by size, rows, age or inactivity, and are as
   * large as these say, however often checkpoints come. Their rows become visible when the file
   * ends. {@link #rollAtAge} must be set, so that each file ends. After a failure a file goes on
   * where the last checkpoint left it. Not with compaction, encryption or file checksums. Needs a
   * file system that can go on with a file, such as local disks, HDFS, and S3 by
   * flink-s3-fs-hadoop. Default: false.
   *
   * <pre>{@code
   * ArrowParquetSink.forBatches(directory, schema)
   *     .keepFilesOpen(true).rollAtAge(Duration.ofHours(1))
   *     .build();
   * }</pre>
   */
  public B keepFilesOpen(boolean keep) {
    settings.keepFilesOpen = keep;
    return self();
  }

  /**
   * A row group of at most so many heap bytes goes into the checkpoint's state and is continued; a
   * larger one ends. All row groups in the state of a subtask take at most a quarter of its memory
   * budget, the smallest first; the others end. Only with {@link #keepFilesOpen}. Default: 16 MiB.
   */
  public B maximumCarriedBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("maximumCarriedBytes must be at least 0 but was " + bytes);
    }
    settings.maximumCarriedBytes = bytes;
    settings.choosesMaximumCarriedBytes = true;
    return self();
  }

  /** A file is closed this long after its last batch, in processing time. Default: no limit. */
  public B rollAtInactivity(Duration inactivity) {
    settings.rollAtInactivity =
        SettingChecks.atLeastOne("rollAtInactivity in milliseconds", inactivity.toMillis());
    return self();
  }

  /** What file names begin with: {@code <prefix>-<uuid>-<number><suffix>}. Default: part. */
  public B partPrefix(String prefix) {
    settings.partPrefix = SettingChecks.visiblePrefix("partPrefix", prefix);
    return self();
  }

  /** What file names end with. Default: .parquet. */
  public B partSuffix(String suffix) {
    settings.partSuffix = SettingChecks.fileNamePart("partSuffix", suffix);
    return self();
  }
}
