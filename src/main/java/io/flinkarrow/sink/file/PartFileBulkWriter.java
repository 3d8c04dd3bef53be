package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.sink.registry.BudgetWarning;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriter;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.WriterMemoryUsage;
import io.flinkarrow.sink.registry.WriterRegistration;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

/**
 * One part file, by one thread: {@code addElement} any number of times, {@code finish} once. Flink
 * closes the stream. Subclasses are for one kind of element each.
 *
 * <p>Nothing is written before the first row. Without rows {@code finish} writes a valid empty file
 * if the stream is empty too and a schema is known; else nothing, for Flink also opens writers
 * around streams that it copies whole files to, and a second footer would hide their rows.
 *
 * <p>The memory budget may complete the file earlier than Flink, which is not told: its own {@code
 * finish} then does nothing. So may a restore that finds that the file cannot go on.
 *
 * <p>After an exception the file can't be completed: what the writer held is released and every
 * further call throws.
 *
 * @param <T> the stream's elements
 * @param <W> what writes them
 */
public abstract class PartFileBulkWriter<T, W extends ParquetWriter>
    implements BulkWriter<T>, OpenWriter, ElementWriting<T, W> {

  private final FSDataOutputStream out;
  private final PartFilePlace place;
  private final OpenWriters openWriters;
  private final WriterRegistration registration;
  private final PartFileHealth health;
  private final FileProgress counted = new FileProgress();

  /** Null before the first element and after the last call. */
  @Nullable private W writer;

  /** Of a file that is verified. */
  @Nullable private VerifiedOutput verified;

  /** Of a file that was finished ahead. */
  @Nullable private Throwable aheadFailure;

  private boolean endedEarly;
  private boolean endMetadataAdded;

  PartFileBulkWriter(FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    this.out = out;
    this.place = place;
    this.openWriters = openWriters;
    this.health = new PartFileHealth(place, openWriters.metrics());
    this.registration = openWriters.register(this, place);
  }

  @Override
  public final void addElement(T element) throws IOException {
    health.requireOpen();
    if (writeCounted(element)) {
      try {
        openWriters.enforceBudget();
      } catch (IOException | RuntimeException | Error e) {
        health.loseWith(e);
        release();
        throw e;
      }
    }
  }

  private boolean writeCounted(T element) throws IOException {
    try {
      check(element);
      if (writer == null) {
        open();
      }
      boolean changed = write(writer, element, openWriters.metrics());
      if (changed) {
        settle();
      }
      return changed;
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Writing to", e);
    }
  }

  /** Writes nothing: Flink only calls it before {@code finish}, and row groups have their size. */
  @Override
  public final void flush() {
    if (!endedEarly) {
      health.requireOpen();
    }
  }

  @Override
  public final void finish() throws IOException {
    if (!endedEarly) {
      boolean empty = rowsWritten() == 0;
      complete();
      if (!empty) {
        openWriters.metrics().countFile(counted.rows(), counted.bytes());
      }
    }
  }

  @Override
  public final void endFile() throws IOException {
    long rows = rowsWritten();
    OpenWriters.Totals totals = openWriters.totals();
    complete();
    endedEarly = true;
    if (openWriters.metrics().countFileEndedByBudget(counted.rows(), counted.bytes())) {
      BudgetWarning.firstFile(rows, openWriters.budgetBytes(), totals);
    }
  }

  /** An empty file takes no time, and whether there is to be one is for the task to say. */
  @Override
  public final void finishAhead() {
    if (!health.hasFailed() && !health.isClosed() && rowsWritten() > 0) {
      long start = System.nanoTime();
      try {
        finishFile();
      } catch (IOException | RuntimeException | Error e) {
        aheadFailure = e;
      }
      openWriters.metrics().countFinish(System.nanoTime() - start);
    }
  }

  private void complete() throws IOException {
    health.requireOpen();
    long start = System.nanoTime();
    try {
      if (aheadFailure != null) {
        throw PartFileHealth.checked(aheadFailure);
      }
      boolean empty = rowsWritten() == 0;
      if (!empty || (hasSchema() && out.getPos() == 0)) {
        if (writer == null) {
          open();
        }
        openWriters.finishedFiles().add(place, finishFile());
        settle();
      }
      release();
      openWriters.metrics().countFinish(System.nanoTime() - start);
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Closing", e);
    }
  }

  private FileSummary finishFile() throws IOException {
    EndMetadata metadata = openWriters.endMetadata();
    if (metadata != null && !endMetadataAdded) {
      endMetadataAdded = true;
      writer.flushRowGroup();
      add(metadata, writer, place.bucketId());
    }
    FileSummary summary = writer.finish();
    if (verified != null) {
      verified.verify(summary);
    }
    return summary;
  }

  @Override
  public final WriterMemoryUsage state() {
    return writer == null ? WriterMemoryUsage.NOTHING : WriterMemoryUsage.of(writer);
  }

  /** What reached the file's stream, and an estimate of what is still buffered. */
  final long fileBytes() {
    return counted.fileBytes();
  }

  /** Whether it takes no further element. */
  final boolean hasEnded() {
    return health.isClosed();
  }

  /** Rows taken so far. */
  final long rowsWritten() {
    return writer == null ? 0 : writer.rowsWritten();
  }

  /** Only the budget asks for it, so what it ends is counted as the budget's. */
  @Override
  public final void flushRowGroup() throws IOException {
    health.requireOpen();
    try {
      if (endRowGroup()) {
        openWriters.metrics().countRowGroupEndedByBudget();
      }
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Writing to", e);
    }
  }

  private boolean endRowGroup() throws IOException {
    int before = writer.rowGroupsWritten();
    writer.flushRowGroup();
    settle();
    return writer.rowGroupsWritten() > before;
  }

  /**
   * What the file lacks, at a checkpoint that leaves it open.
   *
   * @param carries whether the row group at hand is part of it; else it ends
   */
  final UnfinishedFile leave(boolean carries) throws IOException {
    health.requireOpen();
    try {
      if (!carries && endRowGroup()) {
        openWriters.metrics().countRowGroupEndedByCheckpoint();
      }
      UnfinishedFile left = writer.snapshot();
      settle();
      return left;
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Keeping", e);
    }
  }

  /** Goes on with what a checkpoint left; called before all others. */
  final void resume(UnfinishedFile left) throws IOException {
    try {
      if (out.getPos() != left.writtenBytes()) {
        throw new IOException(
            "the stream stands at %d, but the checkpoint left the file at %d"
                .formatted(out.getPos(), left.writtenBytes()));
      }
      if (left.continuationWith(plan()) == UnfinishedFile.Continuation.NONE) {
        left.finish(out);
        endedEarly = true;
        openWriters
            .finishedFiles()
            .add(place, new FileSummary(left.rows(), 0, out.getPos(), List.of()));
        openWriters.metrics().countFile(left.rows(), out.getPos());
        release();
      } else {
        writer = resume(out, left);
        counted.goOnFrom(writer, left.writtenBytes());
        settle();
      }
      openWriters.metrics().countFileResumed();
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Going on with", e);
    }
  }

  private void open() throws IOException {
    counted.startAt(out.getPos());
    verified = VerifiedOutput.ofSome(out, openWriters.verification());
    writer = open(verified == null ? out : verified);
  }

  /** Tells metrics and registry what the last call changed. */
  private void settle() throws IOException {
    counted.advance(writer, out.getPos(), openWriters.metrics());
    openWriters.update(registration, state());
  }

  /** Gives the file up, and returns what to throw. */
  private IOException lost(String what, Throwable cause) {
    try {
      return health.lose(what, cause);
    } finally {
      release();
    }
  }

  /** Releases everything: a file that was not finished by then never is. */
  final void release() {
    health.close();
    openWriters.remove(registration);
    if (writer != null) {
      writer.close();
      writer = null;
    }
    if (verified != null) {
      verified.release();
      verified = null;
    }
  }
}
