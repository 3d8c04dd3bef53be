package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.UnfinishedFile;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.RecoverableWriter.ResumeRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.InProgressFileWriter.InProgressFileRecoverable;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputStreamBasedPartFileWriter.OutputStreamBasedInProgressFileRecoverable;

/**
 * A part file that a checkpoint left open: where its stream goes on, and what its writer left.
 *
 * @param path the name it gets when it becomes visible
 * @param stream stands where the unfinished file says
 */
record KeptFile(Path path, ResumeRecoverable stream, UnfinishedFile file)
    implements InProgressFileRecoverable {

  @Override
  public Path getPath() {
    return path;
  }

  @Override
  public long getSize() {
    return file.writtenBytes();
  }

  /** What Flink needs to clean up behind it, without the rows. */
  InProgressFileRecoverable streamOnly() {
    return new OutputStreamBasedInProgressFileRecoverable(stream, path);
  }
}
