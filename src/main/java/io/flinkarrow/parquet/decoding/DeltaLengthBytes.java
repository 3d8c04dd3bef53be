package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.DeltaBinaryPackedDecoder;
import io.flinkarrow.parquet.decoding.bytes.DeltaLengths;
import io.flinkarrow.parquet.decoding.bytes.PageBytes;
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
    target.reserve(count);
    for (int i = 0; i < count; i++) {
      int length = lengths.peek();
      if (target.hasNoRoomFor(length)) {
        return i;
      }
      lengths.take();
      target.append(bytes.array(), bytes.skip(length), length);
    }
    return count;
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
