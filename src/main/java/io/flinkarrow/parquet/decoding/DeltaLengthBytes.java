package io.flinkarrow.parquet.decoding;

import java.io.IOException;

/** DELTA_LENGTH_BYTE_ARRAY: the lengths of all values, then their bytes. */
final class DeltaLengthBytes implements ValuesDecoder<DecodedBytes> {

  private final DeltaLengths lengths;
  private final PageBytes bytes;

  DeltaLengthBytes(PageBytes page) throws IOException {
    this.lengths = new DeltaLengths(page.rest());
    this.bytes = new DeltaBinaryPackedDecoder(page).passAll();
  }

  @Override
  public int decode(int count, DecodedBytes target) throws IOException {
    checkCount(count);
    int[] ends = target.reserve(count);
    int first = target.count();
    int start = target.length();
    int room = target.room();
    int length = 0;
    int decoded = 0;
    for (; decoded < count && lengths.peek() <= room - length; decoded++) {
      length += lengths.take();
      ends[first + decoded + 1] = start + length;
    }
    int from = bytes.skip(length);
    System.arraycopy(bytes.array(), from, target.append(decoded, length), start, length);
    return decoded;
  }

  @Override
  public void skip(int count) throws IOException {
    checkCount(count);
    for (int i = 0; i < count; i++) {
      bytes.skip(lengths.take());
    }
  }

  private void checkCount(int count) throws IOException {
    if (count > lengths.left()) {
      throw new IOException(
          "should have %d values more, but has %d".formatted(count, lengths.left()));
    }
  }
}
