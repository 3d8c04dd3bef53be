package io.flinkarrow.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/**
 * The local file system by the scheme {@value #SCHEME}, whose files fail where a test says. It
 * counts failures, so that a test knows they came, and the streams that nobody closed. One for the
 * whole JVM: {@link #reset()} first.
 */
public final class FaultyFileSystem extends LocalFileSystem {

  static final String SCHEME = "faulty";

  /** Where in a part file's life the failure comes. */
  public enum Step {
    OPEN,
    WRITE,
    /** Half of the bytes arrive. */
    SHORT_WRITE,
    FLUSH,
    BEFORE_CLOSE_FOR_COMMIT,
    AFTER_CLOSE_FOR_COMMIT,
    RECOVER_FOR_COMMIT,
    BEFORE_COMMIT,
    /** The file is there, but nobody is told. */
    AFTER_COMMIT,
    READ
  }

  private static final Map<Step, Fault> FAULTS = new EnumMap<>(Step.class);
  private static final AtomicInteger OPEN_STREAMS = new AtomicInteger();
  private static final AtomicInteger OPEN_INPUTS = new AtomicInteger();
  private static volatile int millisPerWrite;
  private static volatile Consumer<Path> beforeCommits = file -> {};

  private record Fault(int every, int most, AtomicInteger calls, AtomicInteger failures) {}

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
    synchronized (FAULTS) {
      FAULTS.clear();
    }
    OPEN_STREAMS.set(0);
    OPEN_INPUTS.set(0);
    millisPerWrite = 0;
    beforeCommits = file -> {};
  }

  /** Every {@code every}th time the step fails, but not more than {@code most} times. */
  public static void fail(Step step, int every, int most) {
    synchronized (FAULTS) {
      FAULTS.put(step, new Fault(every, most, new AtomicInteger(), new AtomicInteger()));
    }
  }

  public static int failuresAt(Step step) {
    synchronized (FAULTS) {
      return FAULTS.get(step).failures().get();
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
    return OPEN_STREAMS.get();
  }

  /** Streams for reading that were opened and not closed yet. */
  public static int openInputs() {
    return OPEN_INPUTS.get();
  }

  /** The directory by our scheme. */
  public static org.apache.flink.core.fs.Path path(Path directory) {
    return new org.apache.flink.core.fs.Path(SCHEME + "://" + directory.toAbsolutePath());
  }

  private static boolean isDue(Step step) {
    synchronized (FAULTS) {
      Fault fault = FAULTS.get(step);
      if (fault == null
          || fault.failures().get() >= fault.most()
          || fault.calls().incrementAndGet() % fault.every() != 0) {
        return false;
      }
      fault.failures().incrementAndGet();
      return true;
    }
  }

  private static void maybeFail(Step step) throws IOException {
    if (isDue(step)) {
      throw new IOException("Failure at " + step + ", on purpose");
    }
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
  public LocalRecoverableWriter createRecoverableWriter() {
    return new Writer(this);
  }

  private static final class Writer extends LocalRecoverableWriter {

    private Writer(LocalFileSystem local) {
      super(local);
    }

    @Override
    public RecoverableFsDataOutputStream open(org.apache.flink.core.fs.Path path)
        throws IOException {
      maybeFail(Step.OPEN);
      return new Stream(super.open(path));
    }

    @Override
    public RecoverableFsDataOutputStream.Committer recoverForCommit(CommitRecoverable pending)
        throws IOException {
      maybeFail(Step.RECOVER_FOR_COMMIT);
      return new Commit(super.recoverForCommit(pending));
    }
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

  private record Commit(RecoverableFsDataOutputStream.Committer local)
      implements RecoverableFsDataOutputStream.Committer {

    @Override
    public void commit() throws IOException {
      announce();
      local.commit();
      maybeFail(Step.AFTER_COMMIT);
    }

    @Override
    public void commitAfterRecovery() throws IOException {
      announce();
      local.commitAfterRecovery();
      maybeFail(Step.AFTER_COMMIT);
    }

    private void announce() throws IOException {
      maybeFail(Step.BEFORE_COMMIT);
      // "LocalRecoverable <temporary file> @ <length> -> <file>" is all that Flink shows of it.
      String[] parts = getRecoverable().toString().split(" -> ", -1);
      beforeCommits.accept(Path.of(parts[parts.length - 1]));
    }

    @Override
    public RecoverableWriter.CommitRecoverable getRecoverable() {
      return local.getRecoverable();
    }
  }

  private static final class Stream extends RecoverableFsDataOutputStream {
    private final RecoverableFsDataOutputStream local;
    private boolean closed;

    private Stream(RecoverableFsDataOutputStream local) {
      this.local = local;
      OPEN_STREAMS.incrementAndGet();
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      maybeFail(Step.WRITE);
      if (isDue(Step.SHORT_WRITE)) {
        local.write(bytes, offset, length / 2);
        throw new IOException("Failure at SHORT_WRITE, on purpose");
      }
      if (millisPerWrite > 0) {
        sleep();
      }
      local.write(bytes, offset, length);
    }

    private static void sleep() throws IOException {
      try {
        Thread.sleep(millisPerWrite);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while writing", e);
      }
    }

    @Override
    public void flush() throws IOException {
      maybeFail(Step.FLUSH);
      local.flush();
    }

    @Override
    public void sync() throws IOException {
      local.sync();
    }

    @Override
    public long getPos() throws IOException {
      return local.getPos();
    }

    @Override
    public RecoverableWriter.ResumeRecoverable persist() throws IOException {
      return local.persist();
    }

    @Override
    public Committer closeForCommit() throws IOException {
      maybeFail(Step.BEFORE_CLOSE_FOR_COMMIT);
      Committer committer = local.closeForCommit();
      countClose();
      maybeFail(Step.AFTER_CLOSE_FOR_COMMIT);
      return new Commit(committer);
    }

    @Override
    public void close() throws IOException {
      countClose();
      local.close();
    }

    private synchronized void countClose() {
      if (!closed) {
        closed = true;
        OPEN_STREAMS.decrementAndGet();
      }
    }
  }
}
