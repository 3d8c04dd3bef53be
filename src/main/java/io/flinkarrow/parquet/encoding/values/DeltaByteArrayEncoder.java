package io.flinkarrow.parquet.encoding.values;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ValueEncoding;
import java.util.Arrays;

/**
 * DELTA_BYTE_ARRAY: how many bytes each value shares with the one before, delta-encoded, then what
 * remains of each, as DELTA_LENGTH_BYTE_ARRAY has it.
 */
final class DeltaByteArrayEncoder extends PageEncoder {

  private static final int VARIABLE = -1;

  /** The bytes of every value, or {@link #VARIABLE} if a length lies before each. */
  private final int width;

  private DeltaByteArrayEncoder(int width) {
    super(ValueEncoding.DELTA_BYTE_ARRAY);
    this.width = width;
  }

  static DeltaByteArrayEncoder ofVariableWidth() {
    return new DeltaByteArrayEncoder(VARIABLE);
  }

  static DeltaByteArrayEncoder ofWidth(int width) {
    return new DeltaByteArrayEncoder(width);
  }

  @Override
  public void encode(byte[] plain, int plainLength, int valueCount, ByteArrayBuilder out) {
    int intBytes = Math.multiplyExact(Integer.BYTES, valueCount);
    ByteArrayBuilder prefixLengths = new ByteArrayBuilder();
    prefixLengths.reserve(intBytes);
    ByteArrayBuilder suffixLengths = new ByteArrayBuilder();
    suffixLengths.reserve(intBytes);
    ByteArrayBuilder suffixes = new ByteArrayBuilder();
    suffixes.reserve(plainLength);
    int previous = 0;
    int previousEnd = 0;
    int at = 0;
    for (int i = 0; i < valueCount; i++) {
      int from = width == VARIABLE ? at + Integer.BYTES : at;
      int length = width == VARIABLE ? (int) ByteArrayBuilder.INT.get(plain, at) : width;
      int end = from + length;
      int shared = shared(plain, previous, previousEnd, from, end);
      prefixLengths.putIntLittleEndian(shared);
      suffixLengths.putIntLittleEndian(length - shared);
      int to = suffixes.reserve(length - shared);
      ByteArrayBuilder.copy(plain, from + shared, suffixes.array(), to, length - shared);
      suffixes.advance(length - shared);
      previous = from;
      previousEnd = end;
      at = end;
    }
    DeltaBinaryPackedIntEncoder.putInts(prefixLengths.array(), valueCount, DeltaBlocks.SHORT, out);
    DeltaBinaryPackedIntEncoder.putInts(suffixLengths.array(), valueCount, DeltaBlocks.SHORT, out);
    out.put(suffixes);
  }

  private static int shared(byte[] bytes, int aFrom, int aEnd, int bFrom, int bEnd) {
    int mismatch = Arrays.mismatch(bytes, aFrom, aEnd, bytes, bFrom, bEnd);
    return mismatch < 0 ? bEnd - bFrom : mismatch;
  }
}
