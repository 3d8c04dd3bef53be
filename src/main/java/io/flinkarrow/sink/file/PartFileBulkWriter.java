package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.ParquetWriter;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.BudgetWarning;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriter;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.SinkMetrics;
import io.flinkarrow.sink.registry.WriterMemoryUsage;
import io.flinkarrow.sink.registry.WriterRegistration;
import java.io.IOException;
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
 * finish} then does nothing.
 *
 * <p>After an exception the file can't be completed: what the writer held is released and every
 * further call throws.
 *
 * @param <T> the stream's elements
 * @param <W> what writes them
 */
public abstract class PartFileBulkWriter<T, W extends ParquetWriter>
    implements BulkWriter<T>, OpenWriter {

  private final FSDataOutputStream out;
  private final PartFilePlace place;
  private final OpenWriters openWriters;
  private final WriterRegistration registration;
  private final FileProgress counted = new FileProgress();

  /** Null before the first element and after the last call. */
  @Nullable private W writer;

  /** Of a file that is verified. */
  @Nullable private VerifiedOutput verified;

  @Nullable private Throwable failure;

  /** Of a file that was finished ahead. */
  @Nullable private Throwable aheadFailure;

  private boolean closed;
  private boolean endedByBudget;
  private boolean endMetadataAdded;

  PartFileBulkWriter(FSDataOutputStream out, PartFilePlace place, OpenWriters openWriters) {
    this.out = out;
    this.place = place;
    this.openWriters = openWriters;
    this.registration = openWriters.register(this, place);
  }

  @Override
  public final void addElement(T element) throws IOException {
    requireOpen();
    if (writeCounted(element)) {
      try {
        openWriters.enforceBudget();
      } catch (IOException | RuntimeException | Error e) {
        failure = e; // which may be another file's
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

  /**
   * @throws RefusedInputException if the element has no place in this file
   */
  abstract void check(T element);

  /** Whether the schema is known, so that a file can be opened. */
  abstract boolean hasSchema();

  /**
   * Called once, when the schema is known; must write nothing.
   *
   * @throws RefusedInputException if no file can have the schema that an element brought
   */
  abstract W open(FSDataOutputStream stream) throws IOException;

  /**
   * Writes an element and counts it.
   *
   * @return whether what the writer holds or has sent may have changed by more than the element
   */
  abstract boolean write(W file, T element, SinkMetrics metrics) throws IOException;

  /** Has metadata added to a file that has all of its rows. */
  abstract void add(EndMetadata metadata, W file, @Nullable String bucketId) throws IOException;

  /** Writes nothing: Flink only calls it before {@code finish}, and row groups have their size. */
  @Override
  public final void flush() {
    if (!endedByBudget) {
      requireOpen();
    }
  }

  @Override
  public final void finish() throws IOException {
    if (!endedByBudget) {
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
    endedByBudget = true;
    if (openWriters.metrics().countFileEndedByBudget(counted.rows(), counted.bytes())) {
      BudgetWarning.firstFile(rows, openWriters.budgetBytes(), totals);
    }
  }

  /** An empty file takes no time, and whether there is to be one is for the task to say. */
  @Override
  public final void finishAhead() {
    if (failure == null && !closed && rowsWritten() > 0) {
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
    requireOpen();
    long start = System.nanoTime();
    try {
      if (aheadFailure != null) {
        throw Failure.checked(aheadFailure);
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
    return closed;
  }

  /** Rows taken so far. */
  final long rowsWritten() {
    return writer == null ? 0 : writer.rowsWritten();
  }

  /** Only the budget asks for it, so what it ends is counted as the budget's. */
  @Override
  public final void flushRowGroup() throws IOException {
    requireOpen();
    try {
      int before = writer.rowGroupsWritten();
      writer.flushRowGroup();
      settle();
      if (writer.rowGroupsWritten() > before) {
        openWriters.metrics().countRowGroupEndedByBudget();
      }
    } catch (IOException | RuntimeException | Error e) {
      throw lost("Writing to", e);
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

  private void requireOpen() {
    if (failure != null) {
      throw new IllegalStateException(
          "The part file is lost since an earlier call failed; restart from the last checkpoint",
          failure);
    }
    if (closed) {
      throw new IllegalStateException("The part file is finished or abandoned already");
    }
  }

  /**
   * Gives the file up for what a call failed with.
   *
   * @return what to throw
   */
  private IOException lost(String what, Throwable cause) {
    if (cause instanceof RefusedRowsException) {
      return lost(what, new RefusedInputException(cause.getMessage(), cause));
    }
    if (cause instanceof RefusedInputException) {
      openWriters.metrics().countRefused();
    }
    failure = cause instanceof IOException e ? place.failed(what, e) : cause;
    release();
    return Failure.checked(failure);
  }

  /** Releases everything: a file that was not finished by then never is. */
  final void release() {
    closed = true;
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
