package io.flinkarrow.value.variant;

import java.math.BigInteger;

/** Values without parts in the Parquet format's encoding of variants. */
public final class VariantScalars {

  private static final int SHORT_STRING = 1;
  private static final int LONGEST_SHORT_STRING = 63;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int INT8 = 3;
  private static final int DOUBLE = 7;
  private static final int DECIMAL_OF_4_BYTES = 8;
  private static final int DECIMAL_OF_16_BYTES = 10;
  private static final int FLOAT = 14;
  private static final int BINARY = 15;
  private static final int STRING = 16;
  private static final int UUID = 20;

  /** Of the widest decimal. */
  private static final int DECIMAL_BYTES = 16;

  private static final int MOST_DIGITS = 38;
  private static final BigInteger BOUND = BigInteger.TEN.pow(MOST_DIGITS);

  private VariantScalars() {}

  /** Types whose values are numbers of 4 or 8 bytes, by their number in the encoding. */
  public enum Counted {
    DATE(11, Integer.BYTES),
    TIMESTAMP_MICROS(12, Long.BYTES),
    LOCAL_TIMESTAMP_MICROS(13, Long.BYTES),
    TIME_MICROS(17, Long.BYTES),
    TIMESTAMP_NANOS(18, Long.BYTES),
    LOCAL_TIMESTAMP_NANOS(19, Long.BYTES);

    private final int number;
    private final int width;

    Counted(int number, int width) {
      this.number = number;
      this.width = width;
    }

    public byte[] of(long value) {
      return number(number, value, width);
    }
  }

  public static byte[] ofBoolean(boolean value) {
    return new byte[] {header(value ? TRUE : FALSE)};
  }

  /**
   * @param width bytes of its type: 1, 2, 4 or 8
   */
  public static byte[] ofInteger(long value, int width) {
    return number(INT8 + Integer.numberOfTrailingZeros(width), value, width);
  }

  public static byte[] ofFloat(float value) {
    return number(FLOAT, Float.floatToRawIntBits(value), Float.BYTES);
  }

  public static byte[] ofDouble(double value) {
    return number(DOUBLE, Double.doubleToRawLongBits(value), Double.BYTES);
  }

  /**
   * @param width bytes of its type: 4 or 8
   */
  public static byte[] ofDecimal(long unscaled, int scale, int width) {
    VariantOutput out = new VariantOutput(2L + width);
    int type = DECIMAL_OF_4_BYTES + (width == Long.BYTES ? 1 : 0);
    out.unsigned(header(type), 1);
    out.unsigned(scale, 1);
    out.unsigned(unscaled, width);
    return out.bytes();
  }

  /**
   * @throws IllegalArgumentException if it has more than 38 digits
   */
  public static byte[] ofDecimal(BigInteger unscaled, int scale) {
    if (unscaled.abs().compareTo(BOUND) >= 0) {
      throw new IllegalArgumentException(
          "a variant has a decimal of more than %d digits. The file is damaged; write it again"
              .formatted(MOST_DIGITS));
    }
    VariantOutput out = new VariantOutput(2L + DECIMAL_BYTES);
    out.unsigned(header(DECIMAL_OF_16_BYTES), 1);
    out.unsigned(scale, 1);
    out.unsigned(unscaled.longValue(), Long.BYTES);
    out.unsigned(unscaled.shiftRight(Long.SIZE).longValue(), Long.BYTES);
    return out.bytes();
  }

  public static byte[] ofString(byte[] utf8) {
    if (utf8.length > LONGEST_SHORT_STRING) {
      return withLength(STRING, utf8);
    }
    VariantOutput out = new VariantOutput(1L + utf8.length);
    out.unsigned((utf8.length << 2) | SHORT_STRING, 1);
    out.bytes(utf8);
    return out.bytes();
  }

  public static byte[] ofBinary(byte[] value) {
    return withLength(BINARY, value);
  }

  /**
   * @param value 16 bytes, big-endian
   */
  public static byte[] ofUuid(byte[] value) {
    VariantOutput out = new VariantOutput(1L + value.length);
    out.unsigned(header(UUID), 1);
    out.bytes(value);
    return out.bytes();
  }

  private static byte[] withLength(int type, byte[] value) {
    VariantOutput out = new VariantOutput(1L + Integer.BYTES + value.length);
    out.unsigned(header(type), 1);
    out.unsigned(value.length, Integer.BYTES);
    out.bytes(value);
    return out.bytes();
  }

  private static byte[] number(int type, long value, int width) {
    VariantOutput out = new VariantOutput(1L + width);
    out.unsigned(header(type), 1);
    out.unsigned(value, width);
    return out.bytes();
  }

  private static byte header(int type) {
    return (byte) (type << 2);
  }
}
