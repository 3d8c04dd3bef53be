package io.flinkarrow.read;

import io.flinkarrow.parquet.file.RowGroupChunks;
import java.util.function.Predicate;
import org.apache.flink.connector.file.src.FileSourceSplit;

/**
 * The row groups of a split: those whose middle lies within it, so that each is exactly one
 * split's.
 */
record SplitRowGroups(long offset, long length) implements Predicate<RowGroupChunks> {

  static SplitRowGroups of(FileSourceSplit split) {
    return new SplitRowGroups(split.offset(), split.length());
  }

  @Override
  public boolean test(RowGroupChunks group) {
    return group.midpoint() >= offset && group.midpoint() - offset < length;
  }
}
