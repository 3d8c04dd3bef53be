package io.flinkarrow.testing;

import static io.flinkarrow.testing.FaultyFileSystem.maybeFail;

import io.flinkarrow.testing.FaultyFileSystem.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/** The local file system's writer, whose streams and commits {@link FaultyFileSystem} fails. */
final class FaultyRecoverableWriter extends LocalRecoverableWriter {

  private static final Set<Stream> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger OPENED = new AtomicInteger();

  FaultyRecoverableWriter(LocalFileSystem local) {
    super(local);
  }

  static int openStreams() {
    return OPEN.size();
  }

  static void forgetStreams() {
    OPEN.clear();
    OPENED.set(0);
  }

  static void killStreams() throws IOException {
    for (Stream stream : new ArrayList<>(OPEN)) {
      stream.kill();
    }
  }

  @Override
  public RecoverableFsDataOutputStream open(org.apache.flink.core.fs.Path path) throws IOException {
    maybeFail(Step.OPEN);
    return new Stream(super.open(path));
  }

  @Override
  public RecoverableFsDataOutputStream recover(ResumeRecoverable persisted) throws IOException {
    maybeFail(Step.BEFORE_RECOVER);
    RecoverableFsDataOutputStream local = super.recover(persisted);
    if (FaultyFileSystem.isDue(Step.AFTER_RECOVER, 0)) {
      local.close();
      throw new InjectedFault(Step.AFTER_RECOVER);
    }
    return new Stream(local);
  }

  @Override
  public boolean cleanupRecoverableState(ResumeRecoverable persisted) throws IOException {
    maybeFail(Step.CLEAN_UP);
    return super.cleanupRecoverableState(persisted);
  }

  @Override
  public RecoverableFsDataOutputStream.Committer recoverForCommit(CommitRecoverable pending)
      throws IOException {
    maybeFail(Step.RECOVER_FOR_COMMIT);
    return new Commit(super.recoverForCommit(pending));
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
      FaultyFileSystem.announceCommit(Path.of(parts[parts.length - 1]));
    }

    @Override
    public CommitRecoverable getRecoverable() {
      return local.getRecoverable();
    }
  }

  private static final class Stream extends RecoverableFsDataOutputStream {
    private final RecoverableFsDataOutputStream local;
    private final int number = OPENED.incrementAndGet();
    private volatile boolean killed;

    private Stream(RecoverableFsDataOutputStream local) {
      this.local = local;
      OPEN.add(this);
    }

    private void requireAlive() {
      if (killed) {
        throw new IllegalStateException("This stream's process is dead, but something uses it");
      }
    }

    private void kill() throws IOException {
      killed = true;
      OPEN.remove(this);
      local.close();
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      requireAlive();
      maybeFail(Step.WRITE, number);
      if (FaultyFileSystem.isDue(Step.SHORT_WRITE, number)) {
        local.write(bytes, offset, length / 2);
        throw new InjectedFault(Step.SHORT_WRITE);
      }
      FaultyFileSystem.waitBeforeWrite();
      local.write(bytes, offset, length);
      maybeFail(Step.AFTER_WRITE, number);
    }

    @Override
    public void flush() throws IOException {
      requireAlive();
      maybeFail(Step.FLUSH, number);
      local.flush();
    }

    @Override
    public void sync() throws IOException {
      requireAlive();
      local.sync();
    }

    @Override
    public long getPos() throws IOException {
      requireAlive();
      return local.getPos();
    }

    @Override
    public ResumeRecoverable persist() throws IOException {
      requireAlive();
      maybeFail(Step.BEFORE_PERSIST);
      ResumeRecoverable persisted = local.persist();
      maybeFail(Step.AFTER_PERSIST);
      return persisted;
    }

    @Override
    public Committer closeForCommit() throws IOException {
      requireAlive();
      maybeFail(Step.BEFORE_CLOSE_FOR_COMMIT);
      Committer committer = local.closeForCommit();
      OPEN.remove(this);
      maybeFail(Step.AFTER_CLOSE_FOR_COMMIT);
      return new Commit(committer);
    }

    @Override
    public void close() throws IOException {
      OPEN.remove(this);
      local.close();
      maybeFail(Step.CLOSE);
    }
  }
}
