package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.committed.CommittedFileListener;
import io.flinkarrow.sink.committed.TellingCommitter;
import io.flinkarrow.sink.registry.OpenWriters;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.SupportsConcurrentExecutionAttempts;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The one kind of {@link ArrowParquetSink}: part files in Flink's buckets, and around them what
 * splits elements before, shows metrics, and merges files afterwards if asked to.
 */
final class PartFileSink<T>
    implements ArrowParquetSink<T>,
        SupportsWriterState<T, FileWriterBucketState>,
        SupportsWriterState.WithCompatibleState,
        SupportsCommitter<FileSinkCommittable>,
        SupportsPreCommitTopology<FileSinkCommittable, FileSinkCommittable>,
        SupportsPreWriteTopology<T>,
        SupportsPostCommitTopology<FileSinkCommittable>,
        SupportsConcurrentExecutionAttempts {

  private static final long serialVersionUID = 1L;

  private final SinkFiles<T> files;

  /** Is asked for nothing but the operators of compaction. */
  private final FileSink<T> compaction;

  private final RestoredBuckets restoredBuckets;
  private final WriterOptions options;
  private final ElementCheck<T> check;
  private final RefusedElements refusedElements;

  /** Null if nobody listens. */
  @Nullable private final FinishedFileListener fileListener;

  private final ElementKind.PreWrite<T> preWrite;

  /** Null if nobody listens. */
  @Nullable private final CommittedFileListener committedFileListener;

  /**
   * What users do with streams is not serialized, and needed only where the job is built: null in
   * tasks.
   */
  @Nullable private final transient CommittedFileOptions committedFiles;

  PartFileSink(
      SinkFiles<T> files,
      FileSink<T> compaction,
      RestoredBuckets restoredBuckets,
      WriterOptions options,
      ElementCheck<T> check,
      RefusedElements refusedElements,
      @Nullable FinishedFileListener fileListener,
      ElementKind.PreWrite<T> preWrite,
      CommittedFileOptions committedFiles) {
    this.files = files;
    this.compaction = compaction;
    this.restoredBuckets = restoredBuckets;
    this.options = options;
    this.check = check;
    this.refusedElements = refusedElements;
    this.fileListener = fileListener;
    this.preWrite = preWrite;
    this.committedFiles = committedFiles;
    this.committedFileListener = committedFiles.listener();
  }

  OpenWriters openWriters() {
    return files.openWriters();
  }

  ElementCheck<T> check() {
    return check;
  }

  /**
   * Adds what leaves out refused elements and what splits batches by partition and sends them to
   * their subtask, if asked to.
   */
  @Override
  public DataStream<T> addPreWriteTopology(DataStream<T> elements) {
    DataStream<T> taken =
        switch (refusedElements) {
          case FAIL -> elements;
          case SKIP ->
              elements
                  .process(RefusedElementFilter.of(this, elements.getType()))
                  .name("Refused elements");
        };
    return preWrite.before(taken);
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public StatefulSinkWriter<T, FileWriterBucketState> restoreWriter(
      WriterInitContext context, Collection<FileWriterBucketState> recovered) throws IOException {
    options.requireCodecs();
    OpenWriters openWriters = files.openWriters();
    openWriters.metrics().register(context.metricGroup(), openWriters::totals);
    return files.writer(
        context,
        restoredBuckets.withFiles(recovered),
        new FileReport(openWriters.finishedFiles(), fileListener));
  }

  @Override
  public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
    return files.writerStateSerializer();
  }

  @Override
  public Collection<String> getCompatibleWriterStateNames() {
    return compaction.getCompatibleWriterStateNames();
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    Committer<FileSinkCommittable> committer = files.committer();
    return committedFileListener == null
        ? committer
        : new TellingCommitter(committer, options, context.metricGroup(), committedFileListener);
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return files.committableSerializer();
  }

  /** Adds the compaction that the builder enabled, or what drains it once it is disabled. */
  @Override
  public DataStream<CommittableMessage<FileSinkCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    return compaction.addPreCommitTopology(committables);
  }

  /** Adds what is handed the committed files. */
  @Override
  public void addPostCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> committables) {
    if (committedFiles != null) {
      committedFiles.behind(committables, files.base(), options, files.longestOpenMillis());
    }
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getWriteResultSerializer() {
    return files.committableSerializer();
  }
}
