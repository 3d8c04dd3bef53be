package io.flinkarrow.testing;

import java.math.BigInteger;
import java.util.HexFormat;
import org.apache.arrow.memory.util.Float16;

/**
 * The neutral model that every reader and the Arrow reference are brought to before they are
 * compared with {@code equals}: {@code null}, {@link Boolean}, {@link Long} (signed integers,
 * unsigned ones up to 32 bits, dates in days, times and timestamps in the unit of the file), {@link
 * BigInteger} (unsigned 64 bits), {@link java.math.BigDecimal}, {@link Half}, {@link Single},
 * {@link Double64}, {@link String}, {@link Bytes}, {@link java.util.List} (lists, and maps as lists
 * of {@link Entry}) and {@link java.util.Map} by field name (structs).
 */
public final class PlainValue {

  private PlainValue() {}

  /** Float16 by its bits, so that NaN payloads and the sign of zero count. */
  public record Half(short bits) {
    @Override
    public String toString() {
      return "half %s (%04x)".formatted(Float16.toFloat(bits), bits & 0xffff);
    }
  }

  /** Float32 by its bits. */
  public record Single(int bits) {
    @Override
    public String toString() {
      return "float %s (%08x)".formatted(Float.intBitsToFloat(bits), bits);
    }
  }

  /** Float64 by its bits. */
  public record Double64(long bits) {
    @Override
    public String toString() {
      return "double %s (%016x)".formatted(Double.longBitsToDouble(bits), bits);
    }
  }

  /** Binary values, as hexadecimal digits. */
  public record Bytes(String hex) {}

  /** A map's entry. */
  public record Entry(Object key, Object value) {}

  public static Object of(float value) {
    return new Single(Float.floatToRawIntBits(value));
  }

  public static Object of(double value) {
    return new Double64(Double.doubleToRawLongBits(value));
  }

  public static Object of(byte[] value) {
    return new Bytes(HexFormat.of().formatHex(value));
  }

  public static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits >= 0 ? value : value.add(BigInteger.ONE.shiftLeft(64));
  }
}
