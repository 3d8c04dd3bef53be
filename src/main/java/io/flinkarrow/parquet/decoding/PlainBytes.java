package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.IOException;

/** PLAIN: before each value four bytes with its length. */
final class PlainBytes implements ValuesDecoder<DecodedBytes> {

  private final PageBytes bytes;

  PlainBytes(PageBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int decode(int count, DecodedBytes target) throws IOException {
    checkCount(count);
    target.reserve(count);
    for (int i = 0; i < count; i++) {
      int length = nextLength();
      if (target.hasNoRoomFor(length)) {
        return i;
      }
      bytes.skip(Integer.BYTES);
      target.append(bytes.array(), bytes.skip(length), length);
    }
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int length = nextLength();
      bytes.skip(Integer.BYTES);
      bytes.skip(length);
    }
  }

  /** Before memory is taken for their offsets. */
  private void checkCount(int count) throws IOException {
    if (count > bytes.remaining() / Integer.BYTES) {
      throw new IOException(
          "should have %d values more, but has %d bytes".formatted(count, bytes.remaining()));
    }
  }

  /** The next value's, which is not passed yet. */
  private int nextLength() throws IOException {
    int room = bytes.remaining() - Integer.BYTES;
    int length = room < 0 ? -1 : (int) ByteArrayBuilder.INT.get(bytes.array(), bytes.at());
    if (length < 0 || length > room) {
      throw new IOException(
          "should have a value of 0 to %d bytes, but has one of %d"
              .formatted(Math.max(0, room), length));
    }
    return length;
  }
}
