package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import java.util.Objects;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;

/** Whether small files of a sink are merged before they become visible. */
sealed interface Compaction<T> {

  /**
   * @param elementType of the sink
   * @throws IllegalArgumentException if the compactor does not merge row by row
   */
  static <T> Compaction<T> of(
      Class<T> elementType, FileCompactStrategy strategy, FileCompactor compactor) {
    Objects.requireNonNull(compactor, "compactor");
    return new Enabled<>(
        Objects.requireNonNull(strategy, "strategy"),
        CheckedFileCompactor.of(elementType, compactor));
  }

  /**
   * The builder of a sink with this set.
   *
   * @param options by which the sink writes files
   */
  <B extends FileSink.BulkFormatBuilder<T, B>> B set(B files, WriterOptions options);

  /** Whether files are merged that are finished. */
  boolean merges();

  /** Nothing is compacted, and no state of an earlier run has files that wait for it. */
  record NeverEnabled<T>() implements Compaction<T> {
    @Override
    public <B extends FileSink.BulkFormatBuilder<T, B>> B set(B files, WriterOptions options) {
      return files;
    }

    @Override
    public boolean merges() {
      return false;
    }
  }

  /** Files are merged by columns when the strategy says so. */
  record ByColumns<T>(FileCompactStrategy strategy) implements Compaction<T> {
    @Override
    public <B extends FileSink.BulkFormatBuilder<T, B>> B set(B files, WriterOptions options) {
      return files.enableCompact(strategy, new PartFileCompactor(options));
    }

    @Override
    public boolean merges() {
      return true;
    }
  }

  /** Files are merged by a user's compactor when the strategy says so. */
  record Enabled<T>(FileCompactStrategy strategy, CheckedFileCompactor<T> compactor)
      implements Compaction<T> {
    @Override
    public <B extends FileSink.BulkFormatBuilder<T, B>> B set(B files, WriterOptions options) {
      return files.enableCompact(strategy, compactor.of(options));
    }

    @Override
    public boolean merges() {
      return true;
    }
  }

  /** Files that an earlier run left to be compacted are made visible as they are. */
  record Disabled<T>() implements Compaction<T> {
    @Override
    public <B extends FileSink.BulkFormatBuilder<T, B>> B set(B files, WriterOptions options) {
      return files.disableCompact();
    }

    @Override
    public boolean merges() {
      return false;
    }
  }
}
