package io.flinkarrow.read;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/**
 * Builds sources of Parquet files, which may be of any writer: files, and directories with all
 * files below them except for hidden ones, whose names begin with a dot or an underscore.
 *
 * <pre>{@code
 * FileSource<RowData> source = ArrowParquetSource.forRows(rowType, directory).build();
 * }</pre>
 */
public final class ArrowParquetSource {

  private ArrowParquetSource() {}

  /**
   * A source of rows: those of {@link ParquetRowFormat}. Needs Flink's {@code flink-table-runtime},
   * which every cluster has.
   *
   * @throws UnsupportedOperationException if there is no Parquet type for a field
   */
  public static Builder<RowData> forRows(RowType type, Path... paths) {
    return new Builder<>(new ParquetRowFormat(type, InternalTypeInfo.of(type)), paths);
  }

  /** Collects what a source is to do. */
  public static final class Builder<T> {

    private static final long DEFAULT_SPLIT_BYTES = 64L << 20;

    private final SplittableFormat<T> format;
    private final Path[] paths;
    private ReadLimits limits = ReadLimits.defaults();
    @Nullable private Consumer<DecryptionOptions> decryption;
    private long splitBytes = DEFAULT_SPLIT_BYTES;
    @Nullable private Duration monitorContinuously;

    private Builder(SplittableFormat<T> format, Path... paths) {
      if (paths.length == 0) {
        throw new IllegalArgumentException("A source needs a path, of a file or a directory");
      }
      this.format = format;
      this.paths = paths.clone();
    }

    /**
     * Limits for files that could make a reader do too much: {@code
     * limits(ReadLimits.builder().maximumPageBytes(64 << 20).build())}.
     */
    public Builder<T> limits(ReadLimits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /** Reads encrypted files: {@code decryption(files -> files.keyProvider(new VaultKeys()))}. */
    public Builder<T> decryption(Consumer<DecryptionOptions> options) {
      this.decryption = Objects.requireNonNull(options);
      return this;
    }

    /**
     * About how long the ranges of a file are that tasks read in parallel: {@code splitBytes(16 <<
     * 20)}. A row group is read with the range that holds its middle byte, so ranges that are
     * shorter than row groups make many that have nothing. 64 MiB by default.
     */
    public Builder<T> splitBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("splitBytes must be at least 1 but was " + bytes);
      }
      this.splitBytes = bytes;
      return this;
    }

    /**
     * Looks for new files again and again, without end: {@code
     * monitorContinuously(Duration.ofSeconds(10))}. Each file is read whole by one task, because
     * Flink's enumerator takes only the first split of a file that it finds later. Files must be
     * complete when they appear. By default the source ends behind the files that are there.
     */
    public Builder<T> monitorContinuously(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException(
            "monitorContinuously needs an interval of more than 0 but got " + interval);
      }
      this.monitorContinuously = Objects.requireNonNull(interval);
      return this;
    }

    /** The source, for {@code fromSource} of an environment. */
    public FileSource<T> build() {
      boolean splittable = monitorContinuously == null;
      SplittableFormat<T> chosen = format.withLimits(limits).withSplittableFiles(splittable);
      if (decryption != null) {
        chosen = chosen.withDecryption(decryption);
      }
      FileSource.FileSourceBuilder<T> source = FileSource.forBulkFileFormat(chosen, paths);
      if (splittable) {
        long length = splitBytes;
        return source.setFileEnumerator(() -> FileRangesEnumerator.ofRanges(length)).build();
      }
      return source
          .setFileEnumerator(FileRangesEnumerator::ofWholeFiles)
          .monitorContinuously(monitorContinuously)
          .build();
    }
  }
}
