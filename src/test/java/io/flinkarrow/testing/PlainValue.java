package io.flinkarrow.testing;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** The value with every NaN of a half the same, for readers that turn halves into floats. */
  public static Object withoutHalfNans(Object value) {
    if (value instanceof Half half && Float.isNaN(Float16.toFloat(half.bits()))) {
      return new Half((short) 0x7e00);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PlainValue::withoutHalfNans).collect(Collectors.toList());
    }
    if (value instanceof Entry entry) {
      return new Entry(withoutHalfNans(entry.key()), withoutHalfNans(entry.value()));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((name, field) -> copy.put(name, withoutHalfNans(field)));
      return copy;
    }
    return value;
  }

  public static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits >= 0 ? value : value.add(BigInteger.ONE.shiftLeft(64));
  }
}
