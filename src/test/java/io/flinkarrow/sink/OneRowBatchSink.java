package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Our sink for Flink's own suite, whose elements must be comparable: each number is a batch. */
final class OneRowBatchSink
    implements Sink<Long>,
        SupportsWriterState<Long, FileWriterBucketState>,
        SupportsCommitter<FileSinkCommittable> {

  private static final long serialVersionUID = 1L;

  private final PartFileSink<RecordBatch> sink;

  OneRowBatchSink(PartFileSink<RecordBatch> sink) {
    this.sink = sink;
  }

  @Override
  public SinkWriter<Long> createWriter(WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  @SuppressWarnings("unchecked")
  public StatefulSinkWriter<Long, FileWriterBucketState> restoreWriter(
      WriterInitContext context, Collection<FileWriterBucketState> recovered) throws IOException {
    return new Writer((FileSinkWriter<RecordBatch>) sink.restoreWriter(context, recovered));
  }

  @Override
  public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
    return sink.getWriterStateSerializer();
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return sink.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return sink.getCommittableSerializer();
  }

  private static final class Writer
      implements StatefulSinkWriter<Long, FileWriterBucketState>,
          CommittingSinkWriter<Long, FileSinkCommittable> {

    private final FileSinkWriter<RecordBatch> writer;

    private Writer(FileSinkWriter<RecordBatch> writer) {
      this.writer = writer;
    }

    @Override
    public void write(Long element, Context context) throws IOException, InterruptedException {
      writer.write(NumberedBatches.of(new long[] {element}), context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public Collection<FileSinkCommittable> prepareCommit()
        throws IOException, InterruptedException {
      return writer.prepareCommit();
    }

    @Override
    public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
      return writer.snapshotState(checkpointId);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
