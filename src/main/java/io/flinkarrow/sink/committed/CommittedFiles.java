package io.flinkarrow.sink.committed;

import io.flinkarrow.parquet.WriterOptions;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends on a {@link CommittedFile} for each file that a sink's committer has committed. Has no
 * state: what a restored committer commits again comes again.
 */
public final class CommittedFiles
    extends ProcessFunction<CommittableMessage<FileSinkCommittable>, CommittedFile> {

  private static final long serialVersionUID = 1L;

  private final WriterOptions options;
  private transient CommittedFileReader reader;

  private CommittedFiles(WriterOptions options) {
    this.options = options;
  }

  /**
   * The files of a stream of what is committed.
   *
   * @param options by which the files are written
   */
  public static SingleOutputStreamOperator<CommittedFile> of(
      DataStream<CommittableMessage<FileSinkCommittable>> committables, WriterOptions options) {
    return committables
        .process(new CommittedFiles(options), CommittedFile.TYPE)
        .name("Committed files");
  }

  @Override
  public void open(OpenContext context) {
    reader = new CommittedFileReader(options, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      CommittableMessage<FileSinkCommittable> message,
      Context context,
      Collector<CommittedFile> out)
      throws Exception {
    if (message instanceof CommittableWithLineage<FileSinkCommittable> lineage) {
      reader.read(lineage.getCommittable()).ifPresent(out::collect);
    }
  }
}
