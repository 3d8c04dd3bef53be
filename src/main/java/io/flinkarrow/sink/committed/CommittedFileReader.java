package io.flinkarrow.sink.committed;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.WrittenFiles;
import io.flinkarrow.read.file.FileSystemInput;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.fs.Path;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.PendingFileRecoverable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link CommittedFile}s of what a committer has committed: reads the footer of each. For one
 * subtask.
 *
 * <p>A file that is not there any more is left out, with a warning. A committer that is restored
 * from an older checkpoint commits files that somebody may have removed or moved since, and they
 * would fail the job with each restart.
 */
final class CommittedFileReader {

  private static final Logger LOG = LoggerFactory.getLogger(CommittedFileReader.class);

  private final WriterOptions options;
  private final Counter committed;
  private final Counter gone;

  /**
   * @param options by which the files are written
   * @param group the operator's
   */
  CommittedFileReader(WriterOptions options, MetricGroup group) {
    MetricGroup ours = group.addGroup(SinkMetrics.GROUP);
    this.options = options;
    this.committed = ours.counter("committedFiles");
    this.gone = ours.counter("committedFilesGone");
  }

  /**
   * Empty if it is no file that became visible, or a file that is gone.
   *
   * @throws IOException if the file is there and cannot be read
   */
  Optional<CommittedFile> read(FileSinkCommittable committable) throws IOException {
    if (!committable.hasPendingFile()) {
      return Optional.empty();
    }
    PendingFileRecoverable pending = committable.getPendingFile();
    String bucketId = committable.getBucketId();
    Path path = pending.getPath();
    if (path == null) {
      return none(
          "A file of bucket '{}' is committed, but its state doesn't have its path", bucketId);
    }
    for (Path each = path; each != null; each = unescaped(each)) {
      FileSummary summary = summary(each);
      if (summary != null) {
        committed.inc();
        return Optional.of(new CommittedFile(bucketId, each, summary));
      }
    }
    return none("The committed file {} is gone", path);
  }

  /** Null if there is no such file. */
  @Nullable
  private FileSummary summary(Path path) throws IOException {
    try (FileSystemInput input = FileSystemInput.open(path)) {
      return WrittenFiles.summary(input, options);
    } catch (IOException e) {
      if (!path.getFileSystem().exists(path)) {
        return null;
      }
      throw new IOException(
          "The committed file %s could not be read for what it holds: %s"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Flink escapes a path when it serializes a committable, as URIs are, and takes the result for
   * the path when it deserializes it: of {@code town=a%2Fb} becomes {@code town=a%252Fb}, and once
   * more each time.
   *
   * @return null if the path is not escaped
   */
  @Nullable
  private static Path unescaped(Path path) {
    if (path.getPath().indexOf('%') < 0) {
      return null;
    }
    try {
      return new Path(new URI(path.toString()));
    } catch (URISyntaxException e) {
      return null; // what escaped it would have left no such character
    }
  }

  private Optional<CommittedFile> none(String what, Object which) {
    gone.inc();
    LOG.warn(what + ". Nobody is told of it", which);
    return Optional.empty();
  }
}
