package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.FileSummary;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Summaries of part files that are finished and wait for the checkpoint, bucket by bucket in the
 * order in which the files were finished. Nothing is kept unless somebody wants it.
 */
public final class FinishedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(FinishedFiles.class);

  private final Map<String, Deque<FileSummary>> byBucket = new HashMap<>();
  private boolean kept;
  private long retainedBytes;

  /** From now on summaries are kept; whoever calls this takes them. */
  public synchronized void keep() {
    kept = true;
  }

  /**
   * A file is finished.
   *
   * @param bucketId null if it is not known: nobody could ask for the file then
   */
  public synchronized void add(@Nullable String bucketId, FileSummary summary) {
    summary.checksums().ifPresent(checksums -> log(bucketId, summary, checksums));
    if (kept && bucketId != null) {
      byBucket.computeIfAbsent(bucketId, id -> new ArrayDeque<>()).add(summary);
      retainedBytes += SummaryMemory.bytes(summary);
    }
  }

  /** Whoever has asked for checksums, in SQL, too, finds them in the log. */
  private static void log(
      @Nullable String bucketId, FileSummary summary, FileSummary.FileChecksums checksums) {
    LOG.info(
        "Finished a part file of {} rows and {} bytes in bucket '{}': CRC-32C {}, SHA-256 {}",
        summary.rows(),
        summary.bytes(),
        bucketId,
        "%08x".formatted(checksums.crc32c()),
        checksums.sha256());
  }

  /**
   * Takes the first file that the bucket has left, if it is the one of this size.
   *
   * @param bytes of the file as Flink closed it
   */
  public synchronized Optional<FileSummary> take(String bucketId, long bytes) {
    Deque<FileSummary> files = byBucket.get(bucketId);
    if (files == null || files.isEmpty() || files.peek().bytes() != bytes) {
      return Optional.empty();
    }
    FileSummary summary = files.remove();
    retainedBytes -= SummaryMemory.bytes(summary);
    if (files.isEmpty()) {
      byBucket.remove(bucketId);
    }
    return Optional.of(summary);
  }

  /** Heap bytes of the summaries that wait. */
  public synchronized long retainedBytes() {
    return retainedBytes;
  }

  /** Whether all files were taken. */
  public synchronized boolean isEmpty() {
    return byBucket.isEmpty();
  }
}
