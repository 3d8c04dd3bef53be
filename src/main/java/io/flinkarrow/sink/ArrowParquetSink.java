package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.FileCompactor;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Writes a stream as Parquet part files: {@code
 * stream.sinkTo(ArrowParquetSink.forBatches(directory, schema).build())}.
 *
 * <p>What it guarantees:
 *
 * <ul>
 *   <li><b>Exactly once.</b> Part files are completed at each checkpoint, or kept open by it, and
 *       become visible when it succeeded; a job that fails and restores loses no row and writes
 *       none twice. Without checkpoints, as in batch mode, everything becomes visible when the
 *       input ends.
 *   <li><b>Visible files are complete.</b> A file in progress has a hidden name, and one whose
 *       writing failed never becomes visible. Files left hidden by a crash are not cleaned up.
 *   <li><b>Order.</b> The rows of one subtask's file have the order they arrived in.
 *   <li><b>Memory.</b> A subtask's open files share {@code WriterOptions.memoryBudgetBytes()}, on
 *       the heap; a failed or cancelled task gives it all back.
 *   <li><b>State is FileSink's.</b> A job can go from a {@link FileSink} to this sink and back with
 *       its savepoints, if the operator's uid stays.
 *   <li><b>It can move.</b> A job that goes on from a savepoint with another directory writes there
 *       from its first row on. Files that the savepoint has yet to commit become visible where they
 *       are.
 * </ul>
 *
 * <p>A job of batches needs no class of Flink's tables: that is why this is an interface. Java does
 * not look through an interface's methods when it serializes a sink.
 *
 * <p>Below the operator's metrics, the group {@code arrowParquet} shows rows, batches, bytes, row
 * groups, open writers, buffered and retained bytes, and the time spent encoding, finishing files
 * and at checkpoints. Flink's {@code numRecordsSend} counts elements, that is batches; {@code
 * numBytesSend} counts bytes written to files, {@code numRecordsOutErrors} refused elements.
 *
 * @param <T> the stream's elements
 */
public sealed interface ArrowParquetSink<T> extends Sink<T> permits PartFileSink {

  /** Writes batches of {@code schema} to part files in or below the directory {@code base}. */
  static Builder<RecordBatch> forBatches(Path base, Schema schema) {
    SupportedFlink.require();
    Objects.requireNonNull(schema, "schema");
    return new Builder<>(base, new BatchElements(schema));
  }

  /** Writes rows of {@code rowType} to part files in or below the directory {@code base}. */
  static Builder<RowData> forRows(Path base, RowType rowType) {
    SupportedFlink.require();
    Objects.requireNonNull(rowType, "rowType");
    return new Builder<>(base, new RowElements(rowType));
  }

  /**
   * Collects what a sink needs; every setter checks its argument and can be called again to replace
   * it.
   *
   * <pre>{@code
   * ArrowParquetSink.forBatches(directory, schema)
   *     .options(WriterOptions.builder().codec(CompressionCodec.ZSTD, 3).build())
   *     .partitionBy(PartitionByColumns.of("carrier")).coalesceBytes(64 << 20)
   *     .shuffleByPartition(true)
   *     .rollAtBytes(1L << 30).rollAtRows(10_000_000)
   *     .rollAtAge(Duration.ofMinutes(10)).rollAtInactivity(Duration.ofMinutes(2))
   *     .keepFilesOpen(true).maximumCarriedBytes(8 << 20)
   *     .bucketCheckInterval(Duration.ofSeconds(30))
   *     .partPrefix("flights").partSuffix(".zstd.parquet")
   *     .refusedElements(RefusedElements.SKIP)
   *     .build();
   * }</pre>
   *
   * @param <T> the stream's elements
   */
  final class Builder<T> extends PartFileOptions<Builder<T>> {

    /** Default of {@link #rollAtBytes(long)}: 512 MiB. */
    public static final long DEFAULT_ROLL_AT_BYTES = 512L << 20;

    /** Default of {@link #maximumCarriedBytes(long)}: 16 MiB. */
    public static final long DEFAULT_MAXIMUM_CARRIED_BYTES = 16L << 20;

    private final SinkSettings<T> settings;

    private Builder(Path base, ElementKind<T> elements) {
      this(new SinkSettings<>(Objects.requireNonNull(base, "base"), elements));
    }

    private Builder(SinkSettings<T> settings) {
      super(settings);
      this.settings = settings;
    }

    @Override
    Builder<T> self() {
      return this;
    }

    /** How files are written. Default: {@link WriterOptions#defaults()}. */
    public Builder<T> options(WriterOptions options) {
      settings.options = Objects.requireNonNull(options, "options");
      return this;
    }

    /**
     * Chooses the directory of an element, relative to the base path: {@code bucketAssigner(new
     * DateTimeBucketAssigner<>("yyyy-MM-dd"))}. An id that leaves the base path fails the job.
     * Default: all files directly in the base path, so that a job that runs again puts its rows
     * where they were before. (A plain FileSink's default is a directory for each hour of the
     * machine's clock: {@code DateTimeBucketAssigner}.)
     */
    public Builder<T> bucketAssigner(BucketAssigner<T, String> assigner) {
      settings.bucketAssigner = Objects.requireNonNull(assigner, "assigner");
      settings.choosesBucketAssigner = true;
      return this;
    }

    /**
     * Writes to a directory per partition: {@code carrier=AA/dt=2024-01-31}. Batches are split by
     * partition before; the columns in the path are left out of the files unless {@link
     * PartitionByColumns#keepColumns} says otherwise. Takes the place of a bucket assigner.
     * Default: no partitions.
     */
    public Builder<T> partitionBy(PartitionByColumns partitions) {
      settings.partitionBy = Objects.requireNonNull(partitions, "partitions");
      return this;
    }

    /**
     * How many heap bytes of small parts of batches may wait in a subtask for more rows of their
     * partition, until the next checkpoint or watermark; 0 writes each part as it comes. Only for
     * batches, with {@link #partitionBy}. Default: 16 MiB.
     */
    public Builder<T> coalesceBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("coalesceBytes must be at least 0 but was " + bytes);
      }
      settings.coalesceBytes = bytes;
      settings.choosesCoalesceBytes = true;
      return this;
    }

    /**
     * Whether all rows of a partition are written by one subtask, so that each partition has one
     * open file, not one per subtask: rows or batches are sent there by the hash of their
     * directory. That costs their way over the network, and a partition with most of the rows keeps
     * one subtask busy while others wait. Only with {@link #partitionBy}. Default: off.
     */
    public Builder<T> shuffleByPartition(boolean shuffle) {
      settings.shuffleByPartition = shuffle;
      return this;
    }

    /**
     * What becomes of elements that the files cannot take: batches of another schema, values
     * without a place in their column, rows without a partition. Default: {@link
     * RefusedElements#FAIL}. To keep them, put a {@link RefusedElementFilter} before the sink.
     */
    public Builder<T> refusedElements(RefusedElements policy) {
      settings.refusedElements = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Is told at each checkpoint of every file finished since the last one, with its bucket, the
     * path it will have and its {@link io.flinkarrow.parquet.FileSummary}: of files that are
     * finished, but not committed yet. If it throws an exception, the job fails, and the files do
     * not become visible. Summaries wait on the heap until the checkpoint. Not with compaction,
     * which merges the files afterwards. Default: none.
     *
     * <pre>{@code
     * fileListener(file -> catalog.add(file.path().orElseThrow(), file.summary()))
     * }</pre>
     */
    public Builder<T> fileListener(FinishedFileListener listener) {
      settings.fileListener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Hands on each committed file, once readers see it: as a stream, to a listener, or both. Each
     * file is told at least once, and again after a failure before the next checkpoint; its path is
     * the id that tells them apart. The footer of each file is read again for it. With compaction,
     * the files are those that it makes. Default: none.
     *
     * <pre>{@code
     * committedFiles(
     *     committed ->
     *         committed
     *             .stream(files -> files.map(file -> file.path().toString()).sinkTo(log))
     *             .listener(file -> catalog.add(file.path(), file.summary())))
     * }</pre>
     */
    public Builder<T> committedFiles(Consumer<CommittedFileOptions> choices) {
      choices.accept(settings.committedFiles);
      return this;
    }

    /**
     * Adds entries to a file's key-value metadata that are known when it has all of its rows. The
     * function is asked once per file, with its bucket and a {@link
     * io.flinkarrow.parquet.FileSummary} of what it holds. If it throws an exception, the job
     * fails, and the file does not become visible. Entries that are known before are set by {@link
     * WriterOptions.Builder#keyValueMetadata}. Default: none.
     *
     * <pre>{@code
     * fileMetadata(file -> Map.of("partition", file.bucketId().orElse("")))
     * }</pre>
     */
    public Builder<T> fileMetadata(FileMetadata metadata) {
      settings.fileMetadata = Objects.requireNonNull(metadata, "metadata");
      return this;
    }

    /**
     * How many of all files are read again before they can become visible, chosen at random: 0.05
     * is every twentieth, 1 every file. Their bytes are copied to the machine's temporary directory
     * as they leave for the store, and the copy is checked when the file is finished: footer, CRC
     * and compression of every page, numbers of rows and values. A broken file fails the job. What
     * a store makes of the bytes is not checked. Default: 0.
     *
     * <pre>{@code
     * ArrowParquetSink.forBatches(directory, schema).verifyShare(0.05).build();
     * }</pre>
     */
    public Builder<T> verifyShare(double share) {
      settings.verifyShare = SettingChecks.share("verifyShare", share);
      return this;
    }

    /**
     * Merges small files of checkpoints into bigger ones before they become visible, column by
     * column, as {@link io.flinkarrow.parquet.ParquetFileCompactor} does: {@code
     * compaction(FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(10).build())}.
     * The job must then give the sink a {@code uid}. Several threads merge, each with a row group
     * in memory. Default: files stay as they are.
     */
    public Builder<T> compaction(FileCompactStrategy strategy) {
      settings.compaction =
          new Compaction.ByColumns<>(Objects.requireNonNull(strategy, "strategy"));
      return this;
    }

    /**
     * The same by a compactor of your own, which merges row by row: {@code
     * enableCompaction(strategy, new RecordWiseFileCompactor<>(reader))}. It takes more CPU time
     * than {@link #compaction}.
     *
     * @param compactor a {@link RecordWiseFileCompactor} whose reader returns the sink's elements,
     *     without the columns that {@link #partitionBy} leaves out of the files. A merge that reads
     *     another number of rows than the files have fails the job, and the files are kept.
     * @throws IllegalArgumentException if the compactor is of another kind: those that join bytes,
     *     as {@code ConcatFileCompactor} does, destroy Parquet files
     */
    public Builder<T> enableCompaction(FileCompactStrategy strategy, FileCompactor compactor) {
      settings.compaction = Compaction.of(settings.elements.type(), strategy, compactor);
      return this;
    }

    /**
     * {@code disableCompaction()} is to be called once an earlier run of the job had it: files that
     * still wait for compaction in its state are made visible as they are.
     */
    public Builder<T> disableCompaction() {
      settings.compaction = new Compaction.Disabled<>();
      return this;
    }

    /**
     * The sink, its schema and options checked against each other.
     *
     * @throws UnsupportedOperationException if the schema has a field that can't be written
     * @throws IllegalArgumentException if the options or partitions name a column that the schema
     *     lacks or can't be partitioned by, or settings exclude each other
     */
    public ArrowParquetSink<T> build() {
      return settings.build();
    }
  }
}
