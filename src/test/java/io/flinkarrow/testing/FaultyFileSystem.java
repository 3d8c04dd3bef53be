package io.flinkarrow.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * The local file system by the scheme {@value #SCHEME}, whose files fail where a test says, always
 * with an {@link InjectedFault}. It counts failures, so that a test knows they came, and the
 * streams that nobody closed. One for the whole JVM: {@link #reset()} first.
 */
public final class FaultyFileSystem extends LocalFileSystem {

  static final String SCHEME = "faulty";

  /** Where in a part file's life the failure comes. */
  public enum Step {
    OPEN,
    /** No byte arrives. */
    WRITE,
    /** Half of the bytes arrive. */
    SHORT_WRITE,
    /** All bytes arrive, but nobody is told. */
    AFTER_WRITE,
    FLUSH,
    BEFORE_PERSIST,
    AFTER_PERSIST,
    BEFORE_RECOVER,
    /** The file is cut where it goes on, but nobody gets the stream. */
    AFTER_RECOVER,
    BEFORE_CLOSE_FOR_COMMIT,
    AFTER_CLOSE_FOR_COMMIT,
    RECOVER_FOR_COMMIT,
    BEFORE_COMMIT,
    /** The file is there, but nobody is told. */
    AFTER_COMMIT,
    /** The stream is closed all the same. */
    CLOSE,
    /** What is left of a persisted stream is to be removed. */
    CLEAN_UP,
    /** A file is asked for its status, or whether it exists. */
    STATUS,
    DELETE,
    READ
  }

  private static final Object LOCK = new Object();
  private static final Map<Step, Integer> FAILURES = new EnumMap<>(Step.class);
  private static FaultPlan plan = new FaultPlan.Regular();

  private static final AtomicInteger OPEN_INPUTS = new AtomicInteger();
  private static volatile int millisPerWrite;
  private static volatile Consumer<Path> beforeCommits = file -> {};

  /** Loaded by Flink as a service. */
  public static final class Factory implements FileSystemFactory {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
      return new FaultyFileSystem();
    }
  }

  public static void reset() {
    synchronized (LOCK) {
      plan = new FaultPlan.Regular();
      FAILURES.clear();
    }
    FaultyRecoverableWriter.forgetStreams();
    OPEN_INPUTS.set(0);
    millisPerWrite = 0;
    beforeCommits = file -> {};
  }

  /** Every {@code every}th time the step fails, but not more than {@code most} times. */
  public static void fail(Step step, int every, int most) {
    synchronized (LOCK) {
      FaultPlan.Regular regular =
          plan instanceof FaultPlan.Regular known ? known : new FaultPlan.Regular();
      regular.add(step, every, most);
      FAILURES.remove(step);
      plan = regular;
    }
  }

  /** At most so many calls fail, of whatever steps the seed says. */
  public static void failAtRandom(long seed, int most) {
    synchronized (LOCK) {
      plan = new FaultPlan.Drawn(new SplittableRandom(seed), most);
    }
  }

  public static int failuresAt(Step step) {
    synchronized (LOCK) {
      return FAILURES.getOrDefault(step, 0);
    }
  }

  /** Makes writers slower than sources. */
  public static void slowDown(int millis) {
    millisPerWrite = millis;
  }

  /** Tells of each file that is to become visible, before it does. */
  public static void beforeCommits(Consumer<Path> observer) {
    beforeCommits = observer;
  }

  /** Streams that were opened and not closed yet. */
  public static int openStreams() {
    return FaultyRecoverableWriter.openStreams();
  }

  /** How often somebody went on with a persisted stream. */
  public static int recoveredStreams() {
    return FaultyRecoverableWriter.recoveredStreams();
  }

  /** Until the next reset, as on disks, all that was ever persisted can be gone on with. */
  public static void keepPersisted() {
    FaultyRecoverableWriter.keepPersisted();
  }

  /** The process of all open streams is dead: none of them can be used or is open any more. */
  public static void killStreams() throws IOException {
    FaultyRecoverableWriter.killStreams();
  }

  /** Streams for reading that were opened and not closed yet. */
  public static int openInputs() {
    return OPEN_INPUTS.get();
  }

  /** The directory by our scheme. */
  public static org.apache.flink.core.fs.Path path(Path directory) {
    return new org.apache.flink.core.fs.Path(SCHEME + "://" + directory.toAbsolutePath());
  }

  static boolean isDue(Step step, int stream) {
    synchronized (LOCK) {
      boolean due = plan.isDue(step, stream);
      if (due) {
        FAILURES.merge(step, 1, Integer::sum);
      }
      return due;
    }
  }

  static void maybeFail(Step step, int stream) throws IOException {
    if (isDue(step, stream)) {
      throw new InjectedFault(step);
    }
  }

  static void maybeFail(Step step) throws IOException {
    maybeFail(step, 0);
  }

  static void waitBeforeWrite() throws IOException {
    if (millisPerWrite > 0) {
      try {
        Thread.sleep(millisPerWrite);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while writing", e);
      }
    }
  }

  static void announceCommit(Path file) {
    beforeCommits.accept(file);
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(org.apache.flink.core.fs.Path path) throws IOException {
    return new Input(super.open(path));
  }

  @Override
  public FileStatus getFileStatus(org.apache.flink.core.fs.Path path) throws IOException {
    maybeFail(Step.STATUS);
    return super.getFileStatus(path);
  }

  @Override
  public boolean exists(org.apache.flink.core.fs.Path path) throws IOException {
    maybeFail(Step.STATUS);
    return super.exists(path);
  }

  @Override
  public boolean delete(org.apache.flink.core.fs.Path path, boolean recursive) throws IOException {
    maybeFail(Step.DELETE);
    return super.delete(path, recursive);
  }

  @Override
  public LocalRecoverableWriter createRecoverableWriter() {
    return new FaultyRecoverableWriter(this);
  }

  private static final class Input extends FSDataInputStream {
    private final FSDataInputStream local;
    private boolean closed;

    private Input(FSDataInputStream local) {
      this.local = local;
      OPEN_INPUTS.incrementAndGet();
    }

    @Override
    public void seek(long position) throws IOException {
      local.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return local.getPos();
    }

    @Override
    public int read() throws IOException {
      maybeFail(Step.READ);
      return local.read();
    }

    /** Gives less than asked for, as streams may. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      maybeFail(Step.READ);
      return local.read(bytes, offset, length - length / 3);
    }

    @Override
    public synchronized void close() throws IOException {
      if (!closed) {
        closed = true;
        OPEN_INPUTS.decrementAndGet();
      }
      local.close();
    }
  }
}
