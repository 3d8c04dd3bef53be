package io.flinkarrow.parquet.predicate;

import io.flinkarrow.parquet.input.ParquetInput;

/** A file in memory. Counts what is asked for. */
public final class BytesInput implements ParquetInput {

  private final byte[] bytes;
  private long read;

  public BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes that were asked for. */
  long bytesRead() {
    return read;
  }

  @Override
  public String name() {
    return "file.parquet";
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void read(long position, byte[] target, int from, int count) {
    System.arraycopy(bytes, (int) position, target, from, count);
    read += count;
  }

  @Override
  public void close() {}
}
