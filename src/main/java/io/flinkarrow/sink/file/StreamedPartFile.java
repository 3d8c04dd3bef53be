package io.flinkarrow.sink.file;

import io.flinkarrow.sink.registry.PartFilePlace;
import java.io.IOException;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.AbstractPartFileWriter;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputStreamBasedPartFileWriter.OutputStreamBasedPendingFileRecoverable;
import org.apache.flink.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A part file in a bucket of Flink's file writer, and its stream, which it owns. */
abstract class StreamedPartFile<T> extends AbstractPartFileWriter<T, String>
    implements OpenPartFile {

  private static final Logger LOG = LoggerFactory.getLogger(StreamedPartFile.class);

  final PartFilePlace place;
  final RecoverableFsDataOutputStream stream;

  StreamedPartFile(PartFilePlace place, RecoverableFsDataOutputStream stream, long creationTime) {
    super(place.bucketId(), creationTime);
    this.place = place;
    this.stream = stream;
  }

  /** Writes what the file lacks; called once. */
  abstract void finish() throws IOException;

  /** Releases what the writer holds beside the stream. */
  abstract void release();

  /**
   * Disposes of the file if that fails: Flink forgets files that it closes while it restores a
   * checkpoint, which are those of a bucket that two subtasks had.
   */
  @Override
  public final PendingFileRecoverable closeForCommit() throws IOException {
    try {
      finish();
      return commitStream();
    } catch (IOException | RuntimeException | Error e) {
      dispose();
      throw e;
    }
  }

  private PendingFileRecoverable commitStream() throws IOException {
    try {
      long size = stream.getPos();
      return new OutputStreamBasedPendingFileRecoverable(
          stream.closeForCommit().getRecoverable(), place.path(), size);
    } catch (IOException e) {
      throw place.failed("Closing", e);
    }
  }

  /**
   * Of a failed task, or a file that could not be closed. It is never committed. Throws nothing:
   * Flink would not dispose of the files that come after.
   */
  @Override
  public final void dispose() {
    try {
      release();
    } catch (RuntimeException e) {
      LOG.warn("The part file {} was given up, but left something behind", place.path(), e);
    }
    IOUtils.closeQuietly(stream);
  }
}
