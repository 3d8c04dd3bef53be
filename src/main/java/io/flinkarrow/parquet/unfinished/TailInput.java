package io.flinkarrow.parquet.unfinished;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A file of which only the end is here: what would complete it. Before it there seem to be the
 * magic number of a Parquet file and zeros, which readers of footers may look at.
 */
public final class TailInput implements ParquetInput {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final long start;
  private final ByteBuffer bytes;

  /**
   * @param start where in the file the end begins
   * @param bytes have it, from their position to their limit
   */
  public TailInput(long start, ByteBuffer bytes) {
    this.start = start;
    this.bytes = bytes.slice();
  }

  @Override
  public String name() {
    return "an unfinished file";
  }

  @Override
  public long length() {
    return start + bytes.limit();
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
      bytes.get((int) (position + missing - start), target, to + missing, length - missing);
    }
  }

  @Override
  public void close() {
    // The bytes belong to who has given them.
  }
}
