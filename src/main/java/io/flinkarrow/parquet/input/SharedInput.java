package io.flinkarrow.parquet.input;

import java.io.IOException;

/**
 * An input that threads may share: they wait for one another. Counts what is asked of it. Owns the
 * input.
 */
public final class SharedInput implements ParquetInput {

  private final ParquetInput input;
  private final Object lock = new Object();
  private long requests;
  private long bytes;

  public SharedInput(ParquetInput input) {
    this.input = input;
  }

  @Override
  public String name() {
    return input.name();
  }

  @Override
  public long length() {
    return input.length();
  }

  @Override
  public void read(long position, byte[] target, int from, int count) throws IOException {
    synchronized (lock) {
      input.read(position, target, from, count);
      requests++;
      bytes += count;
    }
  }

  /** How often bytes were read. */
  public long requests() {
    synchronized (lock) {
      return requests;
    }
  }

  /** How many bytes were read. */
  public long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  /** The same input for others, whose closing has no effect. */
  public SharedInput lent() {
    return new SharedInput(new Lent(this));
  }

  private record Lent(SharedInput owner) implements ParquetInput {

    @Override
    public String name() {
      return owner.name();
    }

    @Override
    public long length() {
      return owner.length();
    }

    @Override
    public void read(long position, byte[] target, int from, int count) throws IOException {
      owner.read(position, target, from, count);
    }

    @Override
    public void close() {
      // The owner does.
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      input.close();
    }
  }
}
