package io.flinkarrow.parquet.decoding.bytes;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;

/**
 * The values of a DELTA_BYTE_ARRAY page: each begins with as many bytes of the value before it as a
 * number says. Then the lengths of what follows are given, and the bytes.
 */
public final class FrontCodedValues {

  private final DeltaLengths prefixes;
  private final DeltaLengths suffixes;
  private final PageBytes bytes;
  private final ByteArrayBuilder value;
  private final int mostBytes;

  /**
   * @param value the last one of the page before, with which some old writers go on; it becomes the
   *     values of this page one after the other
   * @param mostBytes that a value may have
   */
  public FrontCodedValues(PageBytes page, ByteArrayBuilder value, int mostBytes)
      throws IOException {
    this.prefixes = new DeltaLengths(page.rest());
    PageBytes behindPrefixes = new DeltaBinaryPackedDecoder(page).passAll();
    this.suffixes = new DeltaLengths(behindPrefixes.rest());
    this.bytes = new DeltaBinaryPackedDecoder(behindPrefixes).passAll();
    this.value = value;
    this.mostBytes = mostBytes;
  }

  public void checkCount(int count) throws IOException {
    int left = Math.min(prefixes.left(), suffixes.left());
    if (count > left) {
      throw new IOException("should have %d values more, but has %d".formatted(count, left));
    }
  }

  /** The length of the next value. */
  public int nextLength() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, (long) prefixes.peek() + suffixes.peek());
  }

  /** The next value, which is valid until the next call. */
  public ByteArrayBuilder next() throws IOException {
    int prefix = prefixes.take();
    if (prefix > value.length()) {
      throw new IOException(
          "should have values that begin with up to %d bytes of the value before, but has one with %d"
              .formatted(value.length(), prefix));
    }
    value.truncate(prefix);
    int length = suffixes.take();
    if (length > mostBytes - prefix) {
      throw new TooLargeException(
          "has a value of %d bytes, at most %d are allowed. If the file is a good one, raise maximumRowBytes"
              .formatted((long) prefix + length, mostBytes));
    }
    value.put(bytes.array(), bytes.skip(length), length);
    return value;
  }
}
