package io.flinkarrow.sink;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.committed.CommittedFile;
import io.flinkarrow.sink.committed.CommittedFileListener;
import io.flinkarrow.sink.committed.CommittedFiles;
import java.util.Objects;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Who is handed the files that a sink has committed. Every setter can be called again to replace
 * its argument.
 */
public final class CommittedFileOptions {

  @Nullable private Consumer<DataStream<CommittedFile>> stream;
  @Nullable private CommittedFileListener listener;

  CommittedFileOptions() {}

  /** What was chosen so far, whatever is set afterwards. */
  CommittedFileOptions copy() {
    CommittedFileOptions copy = new CommittedFileOptions();
    copy.stream = stream;
    copy.listener = listener;
    return copy;
  }

  /**
   * Adds what becomes of the stream of committed files, behind the sink's committer. It is called
   * when the job is built, and is not sent with the job. Operators that it adds have the sink's
   * parallelism unless it sets theirs; if it sets a uid, the sink needs one, too.
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

  /** Adds the stream behind the committer. */
  void behind(
      DataStream<CommittableMessage<FileSinkCommittable>> committables, WriterOptions options) {
    if (stream != null) {
      stream.accept(CommittedFiles.of(committables, options));
    }
  }

  @Nullable
  CommittedFileListener listener() {
    return listener;
  }
}
