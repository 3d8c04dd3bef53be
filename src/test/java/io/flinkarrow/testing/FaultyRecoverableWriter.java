package io.flinkarrow.testing;

import static io.flinkarrow.testing.FaultyFileSystem.maybeFail;

import io.flinkarrow.testing.FaultyFileSystem.Step;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.core.fs.RecoverableFsDataOutputStream;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The local file system's writer, whose streams and commits {@link FaultyFileSystem} fails. As in
 * object stores, nobody can go on where a stream was persisted once that has been cleaned up,
 * unless a test says that all is kept.
 */
final class FaultyRecoverableWriter extends LocalRecoverableWriter {

  private static final Set<Stream> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger RECOVERED = new AtomicInteger();
  private static final AtomicLong PERSISTED = new AtomicLong();
  private static final Set<Long> CLEANED_UP = ConcurrentHashMap.newKeySet();
  private static volatile boolean keepsPersisted;

  FaultyRecoverableWriter(LocalFileSystem local) {
    super(local);
  }

  static int openStreams() {
    return OPEN.size();
  }

  static int recoveredStreams() {
    return RECOVERED.get();
  }

  static void forgetStreams() {
    OPEN.clear();
    OPENED.set(0);
    RECOVERED.set(0);
    CLEANED_UP.clear();
    keepsPersisted = false;
  }

  static void keepPersisted() {
    keepsPersisted = true;
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
    Persisted kept = (Persisted) persisted;
    if (!keepsPersisted && CLEANED_UP.contains(kept.number())) {
      throw new FileNotFoundException("The end of " + kept + " was cleaned up");
    }
    RecoverableFsDataOutputStream local = super.recover(kept.local());
    if (FaultyFileSystem.isDue(Step.AFTER_RECOVER, 0)) {
      local.close();
      throw new InjectedFault(Step.AFTER_RECOVER);
    }
    RECOVERED.incrementAndGet();
    return new Stream(local);
  }

  @Override
  public boolean requiresCleanupOfRecoverableState() {
    return true;
  }

  @Override
  public boolean cleanupRecoverableState(ResumeRecoverable persisted) throws IOException {
    maybeFail(Step.CLEAN_UP);
    return CLEANED_UP.add(((Persisted) persisted).number());
  }

  @Override
  public SimpleVersionedSerializer<ResumeRecoverable> getResumeRecoverableSerializer() {
    return new PersistedSerializer(super.getResumeRecoverableSerializer());
  }

  @Override
  public RecoverableFsDataOutputStream.Committer recoverForCommit(CommitRecoverable pending)
      throws IOException {
    maybeFail(Step.RECOVER_FOR_COMMIT);
    return new Commit(super.recoverForCommit(pending));
  }

  /**
   * Where a stream can go on. Stores keep something for each, so that no two are equal.
   *
   * @param local says the same of the local file
   */
  private record Persisted(long number, ResumeRecoverable local) implements ResumeRecoverable {}

  private record PersistedSerializer(SimpleVersionedSerializer<ResumeRecoverable> locals)
      implements SimpleVersionedSerializer<ResumeRecoverable> {

    @Override
    public int getVersion() {
      return 7;
    }

    @Override
    public byte[] serialize(ResumeRecoverable resumable) throws IOException {
      Persisted persisted = (Persisted) resumable;
      DataOutputSerializer out = new DataOutputSerializer(100);
      out.writeLong(persisted.number());
      SimpleVersionedSerialization.writeVersionAndSerialize(locals, persisted.local(), out);
      return out.getCopyOfBuffer();
    }

    @Override
    public ResumeRecoverable deserialize(int version, byte[] bytes) throws IOException {
      DataInputDeserializer in = new DataInputDeserializer(bytes);
      return new Persisted(
          in.readLong(), SimpleVersionedSerialization.readVersionAndDeSerialize(locals, in));
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
      maybeFail(Step.BEFORE_PERSIST, number);
      ResumeRecoverable persisted = local.persist();
      maybeFail(Step.AFTER_PERSIST, number);
      return new Persisted(PERSISTED.incrementAndGet(), persisted);
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
