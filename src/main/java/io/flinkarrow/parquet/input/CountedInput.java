package io.flinkarrow.parquet.input;

import java.io.IOException;

/** Counts what is asked of another input. Owns it. */
public final class CountedInput implements ParquetInput {

  private final ParquetInput input;
  private long requests;
  private long bytes;

  public CountedInput(ParquetInput input) {
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
    input.read(position, target, from, count);
    requests++;
    bytes += count;
  }

  /** How often bytes were read. */
  public long requests() {
    return requests;
  }

  /** How many bytes were read. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
