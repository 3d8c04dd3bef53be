package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.IOException;

/** A part file that a checkpoint left open, and that has become visible since then. */
final class VisiblePartFile {

  /** Levels of nested groups: as many as Arrow schemas can have here. */
  private static final int MOST_DEPTH = 512;

  private VisiblePartFile() {}

  /**
   * Checks that it can have the rows of the checkpoint. It has other rows if the job went back
   * behind that checkpoint, which cuts the file, and wrote it on from there.
   *
   * @throws IOException if it has fewer rows, or can't be read
   */
  static void requireRowsOf(KeptFile left) throws IOException {
    long rows;
    try (FileSystemInput input = FileSystemInput.open(left.path())) {
      rows =
          FileFooter.read(input, Integer.MAX_VALUE, MOST_DEPTH, null).rowGroups().stream()
              .mapToLong(RowGroupChunks::rows)
              .sum();
    }
    if (rows < left.file().rows()) {
      throw new IOException(
          "it has become visible with %d rows, but the state has %d rows of it. The job has gone back behind this state since, and has written the file otherwise: start it from its last checkpoint"
              .formatted(rows, left.file().rows()));
    }
  }
}
