package io.flinkarrow.parquet.bloom;

import io.flinkarrow.hash.XxHash64;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.function.LongConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** From values in PLAIN encoding to their hashes: XXH64 of the bytes, those of lengths left out. */
abstract sealed class PlainHashes {

  /** Hashes {@code count} values that begin at {@code from}. */
  abstract void forEach(byte[] plain, int from, int count, LongConsumer receiver);

  /** For columns of any type but BOOLEAN, which has no filters. */
  static PlainHashes of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> new FixedWidth(Integer.BYTES);
      case INT64 -> new FixedWidth(Long.BYTES);
      case INT96 -> new FixedWidth(Integer.BYTES + Long.BYTES);
      case FLOAT -> new FloatingPoint(Integer.BYTES, 0x7f80_0000L);
      case DOUBLE -> new FloatingPoint(Long.BYTES, 0x7ff0_0000_0000_0000L);
      case FIXED_LEN_BYTE_ARRAY ->
          type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation
              ? new FloatingPoint(Short.BYTES, 0x7c00L)
              : new FixedWidth(type.getTypeLength());
      case BINARY -> new VariableWidth();
      case BOOLEAN -> throw new IllegalArgumentException("BOOLEAN has no Bloom filters");
    };
  }

  private static final class FixedWidth extends PlainHashes {

    private final int width;

    private FixedWidth(int width) {
      this.width = width;
    }

    @Override
    void forEach(byte[] plain, int from, int count, LongConsumer receiver) {
      for (int i = 0; i < count; i++) {
        receiver.accept(XxHash64.of(plain, from + i * width, width, 0));
      }
    }
  }

  private static final class VariableWidth extends PlainHashes {

    @Override
    void forEach(byte[] plain, int from, int count, LongConsumer receiver) {
      int at = from;
      for (int i = 0; i < count; i++) {
        int length = (int) ByteArrayBuilder.INT.get(plain, at);
        at += Integer.BYTES;
        receiver.accept(XxHash64.of(plain, at, length, 0));
        at += length;
      }
    }
  }

  /**
   * Whoever looks for a zero or a NaN may mean any of them: a zero stands for both zeros, and a NaN
   * for the usual one too.
   */
  private static final class FloatingPoint extends PlainHashes {

    private final int width;
    private final long infinity;
    private final long magnitude;
    private final long[] zeros;
    private final long usualNaN;

    /**
     * @param infinity the bits of the positive one
     */
    private FloatingPoint(int width, long infinity) {
      this.width = width;
      this.infinity = infinity;
      this.magnitude = -1L >>> (Long.SIZE - Byte.SIZE * width + 1);
      long sign = magnitude + 1;
      this.zeros = new long[] {hashOf(0), hashOf(sign)};
      this.usualNaN = hashOf(infinity | (infinity >>> 1 & ~infinity));
    }

    private long hashOf(long bits) {
      byte[] bytes = new byte[Long.BYTES];
      ByteArrayBuilder.LONG.set(bytes, 0, bits);
      return XxHash64.of(bytes, 0, width, 0);
    }

    @Override
    void forEach(byte[] plain, int from, int count, LongConsumer receiver) {
      for (int i = 0; i < count; i++) {
        int at = from + i * width;
        receiver.accept(XxHash64.of(plain, at, width, 0));
        long size = bits(plain, at) & magnitude;
        if (size == 0) {
          receiver.accept(zeros[0]);
          receiver.accept(zeros[1]);
        } else if (size > infinity) {
          receiver.accept(usualNaN);
        }
      }
    }

    private long bits(byte[] plain, int at) {
      long bits = 0;
      for (int i = width - 1; i >= 0; i--) {
        bits = bits << Byte.SIZE | (plain[at + i] & 0xFF);
      }
      return bits;
    }
  }
}
