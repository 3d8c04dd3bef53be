package io.flinkarrow.parquet.decoding.bytes;

import java.io.IOException;

/** Lengths as DELTA_BINARY_PACKED numbers; the next one can be looked at before it is taken. */
public final class DeltaLengths {

  private static final int UNPACKED = 256;

  private final DeltaBinaryPackedDecoder numbers;
  private final int[] unpacked = new int[UNPACKED];
  private int at;
  private int end;

  public DeltaLengths(PageBytes bytes) throws IOException {
    this.numbers = new DeltaBinaryPackedDecoder(bytes);
  }

  /** How many are left. */
  public int left() {
    return end - at + numbers.left();
  }

  /** The next one, which stays the next one; never negative. */
  public int peek() throws IOException {
    if (at == end) {
      if (numbers.left() == 0) {
        throw new IOException("should have a length more than it has");
      }
      at = 0;
      end = Math.min(UNPACKED, numbers.left());
      numbers.ints(unpacked, 0, end);
    }
    int length = unpacked[at];
    if (length < 0) {
      throw new IOException("should have lengths of at least 0, but has one of " + length);
    }
    return length;
  }

  /** The next one. */
  public int take() throws IOException {
    int length = peek();
    at++;
    return length;
  }
}
