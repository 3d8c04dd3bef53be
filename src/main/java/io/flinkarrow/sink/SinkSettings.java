package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.split.PartitionSplitter;
import io.flinkarrow.sink.ElementKind.PreWrite;
import io.flinkarrow.sink.registry.OpenWriters;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/** What a builder of sinks was told, each setting checked by itself, and the sink made of it. */
final class SinkSettings<T> {

  final ElementKind<T> elements;
  WriterOptions options = WriterOptions.defaults();
  BucketAssigner<T, String> bucketAssigner = new BasePathBucketAssigner<>();
  boolean choosesBucketAssigner;
  @Nullable PartitionByColumns partitionBy;
  long coalesceBytes = PartitionSplitter.DEFAULT_COALESCE_BYTES;
  boolean choosesCoalesceBytes;
  boolean shuffleByPartition;
  @Nullable Duration bucketCheckInterval;
  boolean keepFilesOpen;
  long maximumCarriedBytes = ArrowParquetSink.Builder.DEFAULT_MAXIMUM_CARRIED_BYTES;
  boolean choosesMaximumCarriedBytes;
  long rollAtBytes = ArrowParquetSink.Builder.DEFAULT_ROLL_AT_BYTES;
  long rollAtRows = PartFileRollingPolicy.NEVER;
  long rollAtAge = PartFileRollingPolicy.NEVER;
  long rollAtInactivity = PartFileRollingPolicy.NEVER;
  String partPrefix = "part";
  String partSuffix = ".parquet";
  RefusedElements refusedElements = RefusedElements.FAIL;
  @Nullable FinishedFileListener fileListener;
  @Nullable FileMetadata fileMetadata;
  double verifyShare;
  final CommittedFileOptions committedFiles = new CommittedFileOptions();
  Compaction<T> compaction = new Compaction.NeverEnabled<>();

  private final Path base;

  SinkSettings(Path base, ElementKind<T> elements) {
    this.base = base;
    this.elements = elements;
  }

  /**
   * @throws UnsupportedOperationException if the schema has a field that can't be written
   * @throws IllegalArgumentException if settings exclude each other or do not fit the schema
   */
  ArrowParquetSink<T> build() {
    if (choosesCoalesceBytes && (partitionBy == null || !elements.canCoalesce())) {
      throw new IllegalArgumentException(
          "coalesceBytes is for parts of batches, which only a sink of batches with partitionBy"
              + " makes; leave it out");
    }
    if (partitionBy == null) {
      requireNoShuffle();
      PartFileWriterFactory<T> factory = withFileSettings(elements.factory(options));
      return build(
          factory, bucketAssigner, ElementCheck.directoriesBy(bucketAssigner), PreWrite.nothing());
    }
    if (choosesBucketAssigner) {
      throw new IllegalArgumentException(
          "partitionBy and bucketAssigner both choose the directory; set one of them");
    }
    var partitioned = elements.partitioned(partitionBy, options, coalesceBytes);
    PartFileWriterFactory<T> factory = withFileSettings(partitioned.factory());
    PreWrite<T> preWrite =
        shuffleByPartition
            ? partitioned.preWrite().then(new PartitionShuffle<>(partitioned.assigner()))
            : partitioned.preWrite();
    return build(factory, partitioned.assigner(), partitioned.directories(), preWrite);
  }

  private PartFileWriterFactory<T> withFileSettings(PartFileWriterFactory<T> factory) {
    return factory.verifying(verifyShare).adding(fileMetadata);
  }

  private ArrowParquetSink<T> build(
      PartFileWriterFactory<T> factory,
      BucketAssigner<T, String> assigner,
      @Nullable ElementCheck.PartitionDirectories<T> directories,
      PreWrite<T> preWrite) {
    boolean compacts = compaction.merges();
    if (compacts) {
      CheckedFileCompactor.requireFound(base, partPrefix, partSuffix);
      requireNoListener();
    }
    if (choosesMaximumCarriedBytes && !keepFilesOpen) {
      throw new IllegalArgumentException(
          "maximumCarriedBytes is for row groups of files that checkpoints leave open: set"
              + " keepFilesOpen(true), or leave it out");
    }
    KeepFilesOpen kept = new KeepFilesOpen(keepFilesOpen, maximumCarriedBytes);
    kept.require(options, compacts, rollAtAge != PartFileRollingPolicy.NEVER);
    var limits =
        new PartFileRollingPolicy.Limits(rollAtBytes, rollAtRows, rollAtAge, rollAtInactivity);
    long checkMillis = limits.checkMillis(bucketCheckInterval);
    committedFiles.require(partitionBy != null || choosesBucketAssigner, compacts);
    OpenWriters openWriters = factory.openWriters();
    BucketIdCheck bucketIds = new BucketIdCheck(base, compacts);
    var files =
        new SinkFiles<>(
            base,
            factory.format(),
            openWriters,
            new CheckedBucketAssigner<>(base, assigner, openWriters, bucketIds),
            new PartFileRollingPolicy<>(limits, kept.isOn(), openWriters),
            kept,
            new OutputFileConfig(compacts ? "." + partPrefix : partPrefix, partSuffix),
            checkMillis);
    return new PartFileSink<>(
        files,
        compaction.set(FileSink.forBulkFormat(base, factory), options).build(),
        new RestoredBuckets(base, compacts),
        options,
        new ElementCheck<>(factory.format(), directories, bucketIds),
        refusedElements,
        fileListener,
        preWrite,
        committedFiles.copy());
  }

  private void requireNoShuffle() {
    if (shuffleByPartition) {
      throw new IllegalArgumentException(
          "shuffleByPartition needs partitionBy: what a bucket assigner answers may depend on the"
              + " subtask. Set partitionBy, or key the stream before the sink and leave"
              + " shuffleByPartition out");
    }
  }

  private void requireNoListener() {
    if (fileListener != null) {
      throw new IllegalArgumentException(
          "fileListener and compaction exclude each other: compaction merges the files that"
              + " the listener is told of before they become visible. Leave one of them out");
    }
  }
}
