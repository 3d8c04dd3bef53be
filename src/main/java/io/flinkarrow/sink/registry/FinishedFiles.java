package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.FileSummary;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Part files that are finished and wait for the checkpoint, in the order in which they were
 * finished. Nothing is kept unless somebody wants it.
 */
public final class FinishedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(FinishedFiles.class);

  private List<Finished> files = new ArrayList<>();
  private boolean kept;
  private long retainedBytes;

  /** A file and what it holds. */
  public record Finished(PartFilePlace place, FileSummary summary) {}

  /** From now on files are kept; whoever calls this takes them. */
  public synchronized void keep() {
    kept = true;
  }

  /** A file is finished. Nobody could be told of one whose place is not known. */
  public synchronized void add(PartFilePlace place, FileSummary summary) {
    summary.checksums().ifPresent(checksums -> log(place, summary, checksums));
    if (kept && place.isKnown()) {
      files.add(new Finished(place, summary));
      retainedBytes += SummaryMemory.bytes(summary);
    }
  }

  /** Whoever has asked for checksums, in SQL, too, finds them in the log. */
  private static void log(
      PartFilePlace place, FileSummary summary, FileSummary.FileChecksums checksums) {
    LOG.info(
        "Finished a part file of {} rows and {} bytes in bucket '{}': CRC-32C {}, SHA-256 {}",
        summary.rows(),
        summary.bytes(),
        place.bucketId(),
        "%08x".formatted(checksums.crc32c()),
        checksums.sha256());
  }

  /** Takes all files that wait. */
  public synchronized List<Finished> takeAll() {
    List<Finished> taken = files;
    files = new ArrayList<>();
    retainedBytes = 0;
    return taken;
  }

  /** Heap bytes of the summaries that wait. */
  public synchronized long retainedBytes() {
    return retainedBytes;
  }
}
