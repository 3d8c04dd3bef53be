package io.flinkarrow.parquet.unfinished;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;

/**
 * A file of which only the end is here: what would complete it. Before it there seem to be the
 * magic number of a Parquet file and zeros, which readers of footers may look at.
 */
public final class TailInput implements ParquetInput {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final long start;
  private final byte[] bytes;
  private final int from;
  private final int count;

  /**
   * @param start where in the file the end begins
   * @param bytes have it, {@code count} bytes from {@code from} on
   */
  public TailInput(long start, byte[] bytes, int from, int count) {
    this.start = start;
    this.bytes = bytes;
    this.from = from;
    this.count = count;
  }

  @Override
  public String name() {
    return "an unfinished file";
  }

  @Override
  public long length() {
    return start + count;
  }

  @Override
  public void read(long position, byte[] target, int to, int length) throws EOFException {
    if (position < 0 || position > length() - length) {
      throw ParquetInput.ended(this, length());
    }
    int missing = (int) Math.min(length, Math.max(0, start - position));
    for (int i = 0; i < missing; i++) {
      target[to + i] = position + i < MAGIC.length ? MAGIC[(int) position + i] : 0;
    }
    if (missing < length) {
      int at = from + (int) (position + missing - start);
      System.arraycopy(bytes, at, target, to + missing, length - missing);
    }
  }

  @Override
  public void close() {
    // The bytes belong to who has given them.
  }
}
