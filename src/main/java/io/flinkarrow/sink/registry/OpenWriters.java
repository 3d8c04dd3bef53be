package io.flinkarrow.sink.registry;

import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.ref.ReferenceQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * The writers that are open behind one writer factory, the dictionaries they share, and the heap
 * they may hold together.
 *
 * <p>Factory, bucket assigner, rolling policy and sink are serialized as one object graph and keep
 * sharing one instance, which starts empty in every subtask.
 *
 * <p>Writers are held weakly: Flink drops those of failed compactions, and of a plain FileSink's
 * failed tasks, without a word. All methods may be called by any thread; compaction opens writers
 * in several. A thread over the budget only touches writers it opened itself.
 */
public final class OpenWriters implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Dictionaries that may come again are worth this part of the budget. */
  private static final int IDLE_DICTIONARIES_PART = 8;

  /** Of files that a checkpoint left open: ours, and the one in Flink's operator state. */
  private static final int STATE_COPIES = 2;

  /** 0 if it is a share of the heap. */
  private final long chosenBudgetBytes;

  private final Verification verification;

  /** Null if nothing is added to files that end. */
  @Nullable private final EndMetadata endMetadata;

  private transient SinkMetrics metrics;
  private transient FinishedFiles finishedFiles;
  private transient SharedDictionaries dictionaries;
  private transient Set<WriterRegistration> registrations;
  private transient ReferenceQueue<OpenWriter> dropped;
  private transient long retainedBytes;
  private transient long stateBytes;

  /**
   * @param budgetBytes what all writers may retain together; 0 for a share of the heap
   */
  public OpenWriters(long budgetBytes) {
    this(budgetBytes, Verification.NONE, null);
  }

  /**
   * @param verification which files are read again
   * @param endMetadata is asked for each file that ends; null if nothing is added to them
   */
  public OpenWriters(
      long budgetBytes, Verification verification, @Nullable EndMetadata endMetadata) {
    this.endMetadata = endMetadata;
    this.chosenBudgetBytes = budgetBytes;
    this.verification = verification;
    reset();
  }

  /**
   * A moment's sums over all open writers; shared dictionaries are retained once, as are the
   * summaries of finished files that wait.
   */
  public record Totals(int writers, long bufferedBytes, long retainedBytes) {}

  /** What all writers may retain together, now. */
  public long budgetBytes() {
    return sharesTheHeap() ? HeapShare.OF_THIS_JVM.bytesEach() : chosenBudgetBytes;
  }

  /** 0 if it is a share of the heap. */
  public long chosenBudgetBytes() {
    return chosenBudgetBytes;
  }

  private boolean sharesTheHeap() {
    return chosenBudgetBytes == 0;
  }

  public SinkMetrics metrics() {
    return metrics;
  }

  public Verification verification() {
    return verification;
  }

  /** What is added to files that end; null for nothing. */
  @Nullable
  public EndMetadata endMetadata() {
    return endMetadata;
  }

  /** Those that wait for the checkpoint. */
  public FinishedFiles finishedFiles() {
    return finishedFiles;
  }

  /** Of the batches that all writers take; forgotten when the last of these leaves. */
  public SharedDictionaries dictionaries() {
    return dictionaries;
  }

  /** Enters a writer that the calling thread opened; it holds nothing yet. */
  public synchronized WriterRegistration register(OpenWriter writer, PartFilePlace place) {
    forgetDropped();
    if (registrations.isEmpty() && sharesTheHeap()) {
      HeapShare.OF_THIS_JVM.enter(this);
    }
    WriterRegistration registration = new WriterRegistration(writer, place, dropped);
    registrations.add(registration);
    return registration;
  }

  /** Notes what a writer holds now; to be called after each of its calls, by its thread. */
  public synchronized void update(WriterRegistration registration, WriterMemoryUsage state) {
    if (registrations.contains(registration)) {
      retainedBytes += state.retainedBytes() - registration.state().retainedBytes();
      registration.update(state);
    }
  }

  /** Removes a writer that is finished or abandoned. */
  public synchronized void remove(WriterRegistration registration) {
    if (registrations.remove(registration)) {
      retainedBytes -= registration.state().retainedBytes();
      if (registrations.isEmpty()) {
        dictionaries.clear();
        if (sharesTheHeap()) {
          HeapShare.OF_THIS_JVM.leave(this);
        }
      }
    }
  }

  /**
   * While the calling thread's writers retain more than the budget, one after the other ends its
   * row group or its file, as {@link BudgetRelief} chooses. Dictionaries and summaries that wait
   * for the checkpoint leave writers at least half of it, since nothing that a writer ends frees
   * them. The lock isn't held meanwhile, for that writes to streams.
   */
  public void enforceBudget() throws IOException {
    BudgetRelief.Step step = nextStep();
    while (step != null) {
      OpenWriter writer = step.registration().get();
      if (writer == null) {
        remove(step.registration());
      } else if (step.endsFile()) {
        writer.endFile();
      } else {
        writer.flushRowGroup();
      }
      step = nextStep();
    }
  }

  /** Null when the budget holds or nothing is left that is worth it. */
  @Nullable
  private synchronized BudgetRelief.Step nextStep() {
    long shared = sharedBytes();
    long budgetBytes = budgetBytes();
    if (retainedBytes + shared <= budgetBytes) {
      return null;
    }
    BudgetRelief relief = new BudgetRelief(Math.max(budgetBytes - shared, budgetBytes / 2));
    for (WriterRegistration registration : registrations) {
      if (registration.isOfThisThread()) {
        relief.consider(registration);
      }
    }
    BudgetRelief.Step step = relief.step();
    if (step != null) {
      step.registration().noteFlush();
    }
    return step;
  }

  public synchronized Totals totals() {
    forgetDropped();
    long bufferedBytes = 0;
    for (WriterRegistration registration : registrations) {
      bufferedBytes += registration.state().bufferedBytes();
    }
    return new Totals(registrations.size(), bufferedBytes, retainedBytes + sharedBytes());
  }

  /** What belongs to no single writer. */
  private long sharedBytes() {
    return dictionaries.retainedBytes() + finishedFiles.retainedBytes() + STATE_COPIES * stateBytes;
  }

  /** A checkpoint has taken so many bytes of all open files, which stay until the next one. */
  public synchronized void noteStateBytes(long bytes) {
    stateBytes = bytes;
    metrics.noteStateBytes(bytes);
  }

  /**
   * Finishes the files that the calling thread has open, several at a time, before Flink finishes
   * one after the other.
   */
  public void finishAhead() throws InterruptedException {
    List<OpenWriter> writers = ofThisThread();
    if (writers.size() > 1) {
      BarrierWork.run(writers.stream().<Runnable>map(writer -> writer::finishAhead).toList());
    }
  }

  private synchronized List<OpenWriter> ofThisThread() {
    return registrations.stream()
        .filter(WriterRegistration::isOfThisThread)
        .map(WriterRegistration::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private void forgetDropped() {
    for (var reference = dropped.poll(); reference != null; reference = dropped.poll()) {
      remove((WriterRegistration) reference);
    }
  }

  private void reset() {
    metrics = new SinkMetrics();
    finishedFiles = new FinishedFiles();
    dictionaries = new SharedDictionaries(budgetBytes() / IDLE_DICTIONARIES_PART);
    registrations = new LinkedHashSet<>();
    dropped = new ReferenceQueue<>();
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    reset();
  }
}
