package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.BulkBucketWriter;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter;
import org.apache.flink.util.IOUtils;

/**
 * Opens part files for Flink's file writer, which tells it bucket and path of each. State and
 * commits of closed files are those of Flink's own bucket writer, to the byte: either can go on
 * from the other's checkpoints.
 */
public final class PartFileBucketWriter<T> extends BulkBucketWriter<T, String> {

  private final PartFileOpener<T> format;
  private final OpenWriters openWriters;

  /**
   * @param directory the sink's
   * @throws UnsupportedOperationException if its file system can't write part files
   */
  public static <T> PartFileBucketWriter<T> of(
      Path directory, PartFileOpener<T> format, OpenWriters openWriters) throws IOException {
    return new PartFileBucketWriter<>(
        FileSystem.get(directory.toUri()).createRecoverableWriter(), format, openWriters);
  }

  private PartFileBucketWriter(
      RecoverableWriter streams, PartFileOpener<T> format, OpenWriters openWriters)
      throws IOException {
    super(streams, stream -> format.open(stream, PartFilePlace.UNKNOWN, openWriters));
    this.format = format;
    this.openWriters = openWriters;
  }

  @Override
  public InProgressFileWriter<T, String> openNewInProgressFile(
      String bucketId, Path path, long creationTime) throws IOException {
    try {
      return super.openNewInProgressFile(bucketId, path, creationTime);
    } catch (IOException e) {
      throw new PartFilePlace(bucketId, path).failed("Opening", e);
    }
  }

  @Override
  public InProgressFileWriter<T, String> openNew(
      String bucketId, RecoverableFsDataOutputStream stream, Path path, long creationTime) {
    PartFilePlace place = new PartFilePlace(bucketId, path);
    try {
      PartFileBulkWriter<T, ?> file = format.open(stream, place, openWriters);
      return new WrittenPartFile<>(place, stream, creationTime, file, format.intake(file));
    } catch (RuntimeException | Error e) {
      IOUtils.closeQuietly(stream);
      throw e;
    }
  }

  @Override
  public InProgressFileWriter<T, String> resumeFrom(
      String bucketId,
      RecoverableFsDataOutputStream stream,
      Path path,
      ResumeRecoverable resumable,
      long creationTime) {
    return new LeftPartFile<>(new PartFilePlace(bucketId, path), stream, creationTime);
  }
}
