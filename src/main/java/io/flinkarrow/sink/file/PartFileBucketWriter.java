package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BulkBucketWriter;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;
import org.apache.flink.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens part files for Flink's file writer, which tells it bucket and path of each. State and
 * commits of closed files are those of Flink's own bucket writer, to the byte: either can go on
 * from the other's checkpoints. Files that a checkpoint left open have a state of their own.
 */
public final class PartFileBucketWriter<T> extends BulkBucketWriter<T, String> {

  private static final Logger LOG = LoggerFactory.getLogger(PartFileBucketWriter.class);

  /** Of the plugin that loses what was persisted last (FLINK-39778). */
  private static final String NATIVE_S3 = "org.apache.flink.fs.s3native.";

  private final Path directory;
  private final RecoverableWriter streams;
  private final PartFileOpener<T> format;
  private final OpenWriters openWriters;
  private final KeptFiles kept;
  private final LongSupplier clock;

  /**
   * @param directory the sink's
   * @param mostCarriedBytes the largest row group that a checkpoint carries in its state
   * @param clock milliseconds of processing time
   * @throws UnsupportedOperationException if its file system can't write part files
   */
  public static <T> PartFileBucketWriter<T> of(
      Path directory,
      PartFileOpener<T> format,
      OpenWriters openWriters,
      long mostCarriedBytes,
      LongSupplier clock)
      throws IOException {
    return new PartFileBucketWriter<>(
        directory,
        FileSystem.get(directory.toUri()).createRecoverableWriter(),
        format,
        openWriters,
        mostCarriedBytes,
        clock);
  }

  private PartFileBucketWriter(
      Path directory,
      RecoverableWriter streams,
      PartFileOpener<T> format,
      OpenWriters openWriters,
      long mostCarriedBytes,
      LongSupplier clock)
      throws IOException {
    super(streams, stream -> format.open(stream, PartFilePlace.UNKNOWN, openWriters));
    this.directory = directory;
    this.streams = streams;
    this.format = format;
    this.openWriters = openWriters;
    this.kept = new KeptFiles(mostCarriedBytes, openWriters);
    this.clock = clock;
  }

  /** The files that are open. */
  public KeptFiles kept() {
    return kept;
  }

  /** Of the writer's state, with files that are kept open. In committables, files are Flink's. */
  public SimpleVersionedSerializer<FileWriterBucketState> bucketStateSerializer() {
    return new BucketStateSerializer(streams.getResumeRecoverableSerializer(), getProperties());
  }

  /**
   * @throws UnsupportedOperationException if streams of the file system can't go on after a restore
   */
  public void requireResumable() {
    requireResumable(directory, streams);
  }

  static void requireResumable(Path directory, RecoverableWriter streams) {
    if (streams.getClass().getName().startsWith(NATIVE_S3)) {
      throw new UnsupportedOperationException(
          "keepFilesOpen would lose rows in %s: Flink's plugin flink-s3-fs-native drops the end of a file when it goes on after a restore (FLINK-39778). Use the plugin flink-s3-fs-hadoop, or leave keepFilesOpen out"
              .formatted(directory));
    }
    if (!streams.supportsResume()) {
      throw new UnsupportedOperationException(
          "keepFilesOpen needs a file system that can go on with a file after a restore, which that of %s can't (%s). Leave keepFilesOpen out"
              .formatted(directory, streams.getClass().getName()));
    }
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
      return written(place, stream, creationTime, file);
    } catch (RuntimeException | Error e) {
      IOUtils.closeQuietly(stream);
      throw e;
    }
  }

  /** Null if the file has become visible since the checkpoint, which was not the last one then. */
  @Override
  @Nullable
  public InProgressFileWriter<T, String> resumeInProgressFileFrom(
      String bucketId, InProgressFileRecoverable left, long creationTime) throws IOException {
    return left instanceof KeptFile file
        ? resume(new PartFilePlace(bucketId, file.path()), file, creationTime)
        : super.resumeInProgressFileFrom(bucketId, left, creationTime);
  }

  @Nullable
  private WrittenPartFile<T> resume(PartFilePlace place, KeptFile left, long creationTime)
      throws IOException {
    if (isVisible(place)) {
      try {
        VisiblePartFile.requireRowsOf(left);
      } catch (IOException e) {
        throw place.failed("Leaving", e);
      }
      openWriters.metrics().countFileFoundVisible();
      LOG.warn(
          "The part file {} was open in the checkpoint that the job goes on from, but has become"
              + " visible since then: the checkpoint is not the last one. The file stays as it is,"
              + " with {} rows of the checkpoint and those that came later, which are written once"
              + " more",
          place.path(),
          left.file().rows());
      return null;
    }
    RecoverableFsDataOutputStream stream;
    try {
      stream = streams.recover(left.stream());
    } catch (IOException e) {
      throw place.failed("Going on with", gone(left, e));
    }
    try {
      PartFileBulkWriter<T, ?> file = format.resume(stream, place, openWriters, left.file());
      return written(place, stream, creationTime, file).resumed(left.file(), clock.getAsLong());
    } catch (IOException | RuntimeException | Error e) {
      IOUtils.closeQuietly(stream);
      throw e;
    }
  }

  private boolean isVisible(PartFilePlace place) throws IOException {
    try {
      return FileSystem.get(directory.toUri()).exists(place.path());
    } catch (IOException e) {
      throw place.failed("Looking for", e);
    }
  }

  private static IOException gone(KeptFile left, IOException cause) {
    return new IOException(
        "%s. The checkpoint has %d rows of the file, of which %d bytes should be where the file system keeps files in progress. On S3, a later checkpoint removes some of them when it is complete: if there is one, start the job from the last one"
            .formatted(cause.getMessage(), left.file().rows(), left.getSize()),
        cause);
  }

  private WrittenPartFile<T> written(
      PartFilePlace place,
      RecoverableFsDataOutputStream stream,
      long creationTime,
      PartFileBulkWriter<T, ?> file) {
    return new WrittenPartFile<>(place, stream, creationTime, file, format.intake(file), kept);
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
