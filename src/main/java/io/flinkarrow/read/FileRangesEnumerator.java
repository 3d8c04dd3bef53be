package io.flinkarrow.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.BlockSplittingRecursiveEnumerator;
import org.apache.flink.connector.file.src.enumerate.DefaultFileFilter;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Splits files into ranges of about the same length, also where the file system knows no blocks.
 * Files are not opened: which row groups a range has is seen by who reads it.
 *
 * <p>The name of a split is its place. Flink's enumerators number splits from one on, and again
 * after a restore, when readers still have splits of these numbers.
 */
final class FileRangesEnumerator extends BlockSplittingRecursiveEnumerator {

  private static final long WHOLE = Long.MAX_VALUE;

  private final long maximumLength;

  private FileRangesEnumerator(long maximumLength) {
    super(new DefaultFileFilter(), new String[0]);
    this.maximumLength = maximumLength;
  }

  /**
   * @param maximumLength of a range; a block of the file system that is longer becomes several
   */
  static FileRangesEnumerator ofRanges(long maximumLength) {
    return new FileRangesEnumerator(maximumLength);
  }

  /** One split per file. */
  static FileRangesEnumerator ofWholeFiles() {
    return new FileRangesEnumerator(WHOLE);
  }

  @Override
  protected boolean isFileSplittable(Path file) {
    return maximumLength != WHOLE;
  }

  @Override
  protected void convertToSourceSplits(
      FileStatus file, FileSystem files, List<FileSourceSplit> target) throws IOException {
    List<FileSourceSplit> blocks = new ArrayList<>();
    super.convertToSourceSplits(file, files, blocks);
    for (FileSourceSplit block : blocks) {
      long ranges = Math.max(1, (block.length() - 1) / maximumLength + 1);
      long length = Math.max(1, (block.length() - 1) / ranges + 1);
      for (long start = 0; start == 0 || start < block.length(); start += length) {
        target.add(range(block, start, Math.min(length, block.length() - start)));
      }
    }
  }

  private static FileSourceSplit range(FileSourceSplit block, long start, long length) {
    return new FileSourceSplit(
        "%s from byte %d".formatted(block.path(), block.offset() + start),
        block.path(),
        block.offset() + start,
        length,
        block.fileModificationTime(),
        block.fileSize(),
        block.hostnames());
  }
}
