package io.flinkarrow.sink;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;

/**
 * Decides which buckets of a checkpoint the sink takes up again.
 *
 * <p>Flink's file writer goes on in the directory that a bucket's state names, whatever the job's
 * is now. It does so for as long as the bucket gets elements, and buckets of one id in two
 * directories keep the job from being restored once a subtask gets both. The state of a bucket
 * without files is of no use: the first element makes the same bucket anew, in the job's directory.
 * Files that are closed but not committed yet are no part of it, the committer has them.
 *
 * <p>Files are in the state of a bucket if they were kept open. A {@code FileSink} of rows has an
 * open one, too, and a {@code StreamingFileSink} those that it has yet to commit.
 */
final class RestoredBuckets implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Path base;
  private final boolean compacts;

  /**
   * @param base the sink's directory
   * @param compacts whether files are merged afterwards
   */
  RestoredBuckets(Path base, boolean compacts) {
    this.base = new Path(base.toString()); // without a slash at its end, as state has it
    this.compacts = compacts;
  }

  /**
   * The buckets whose state holds files.
   *
   * @throws IllegalArgumentException if one of them lies in another directory, or has an open file
   *     that would be merged
   */
  List<FileWriterBucketState> withFiles(Collection<FileWriterBucketState> buckets) {
    List<FileWriterBucketState> kept = buckets.stream().filter(RestoredBuckets::hasFiles).toList();
    kept.forEach(this::requireOwnDirectory);
    kept.forEach(this::requireNothingToMerge);
    return kept;
  }

  /** The time is that of the open file, and as late as can be without one. */
  private static boolean hasOpenFile(FileWriterBucketState bucket) {
    return bucket.getInProgressFileCreationTime() != Long.MAX_VALUE;
  }

  private static boolean hasFiles(FileWriterBucketState bucket) {
    return hasOpenFile(bucket) || !bucket.getPendingFileRecoverablesPerCheckpoint().isEmpty();
  }

  private void requireOwnDirectory(FileWriterBucketState bucket) {
    String id = bucket.getBucketId();
    Path directory = id.isEmpty() ? base : new Path(base, id);
    if (!directory.equals(bucket.getBucketPath())) {
      throw new IllegalArgumentException(
          "The checkpoint holds files of bucket '%s' that are open in %s, but the job now writes to %s. Stop the job with --drain before it moves; or restore once with the old directory and without keepFilesOpen, take a savepoint after a checkpoint, and restore that one with the new directory"
              .formatted(id, bucket.getBucketPath(), directory));
    }
  }

  /** Flink merges hidden files only, and fails the job at each other one. */
  private void requireNothingToMerge(FileWriterBucketState bucket) {
    if (compacts && hasOpenFile(bucket)) {
      throw new IllegalArgumentException(
          "The checkpoint holds a file of bucket '%s' that is open, and compaction can't merge it. Stop the job with --drain before compaction is set; or restore once without compaction and keepFilesOpen, take a savepoint after a checkpoint, and restore that one with compaction"
              .formatted(bucket.getBucketId()));
    }
  }
}
