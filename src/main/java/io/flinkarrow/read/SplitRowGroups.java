package io.flinkarrow.read;

import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.scan.FileScan;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/**
 * The row groups of a split: those whose middle lies within it, so that each is exactly one
 * split's.
 */
record SplitRowGroups(long offset, long length) implements Predicate<RowGroupChunks> {

  static SplitRowGroups of(FileSourceSplit split) {
    return new SplitRowGroups(split.offset(), split.length());
  }

  /** Goes to the split's position if it has one: a row group's first byte, and rows behind it. */
  static void seek(FileScan scan, FileSourceSplit split) throws IOException {
    if (split.getReaderPosition().isPresent()) {
      CheckpointedPosition position = split.getReaderPosition().get();
      boolean inGroup = position.getOffset() != CheckpointedPosition.NO_OFFSET;
      scan.seek(inGroup ? position.getOffset() : null, position.getRecordsAfterOffset());
    }
  }

  @Override
  public boolean test(RowGroupChunks group) {
    return group.midpoint() >= offset && group.midpoint() - offset < length;
  }
}
