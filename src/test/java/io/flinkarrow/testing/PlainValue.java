package io.flinkarrow.testing;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    return ofLeaves(value, PlainValue::oneHalfNan);
  }

  /** The value with every NaN of a type the same, as Java's maps have them. */
  public static Object withoutNans(Object value) {
    return ofLeaves(value, leaf -> oneNan(oneHalfNan(leaf)));
  }

  private static Object oneHalfNan(Object leaf) {
    return leaf instanceof Half half && Float.isNaN(Float16.toFloat(half.bits()))
        ? new Half((short) 0x7e00)
        : leaf;
  }

  private static Object oneNan(Object leaf) {
    if (leaf instanceof Single single && Float.isNaN(Float.intBitsToFloat(single.bits()))) {
      return of(Float.NaN);
    }
    if (leaf instanceof Double64 wide && Double.isNaN(Double.longBitsToDouble(wide.bits()))) {
      return of(Double.NaN);
    }
    return leaf;
  }

  /** The value with maps as lists of structs, as readers without a type for maps have them. */
  public static Object withMapsAsLists(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PlainValue::withMapsAsLists).collect(Collectors.toList());
    }
    if (value instanceof Entry entry) {
      Map<String, Object> struct = new LinkedHashMap<>();
      struct.put("key", withMapsAsLists(entry.key()));
      struct.put("value", withMapsAsLists(entry.value()));
      return struct;
    }
    if (value instanceof Map<?, ?> struct) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      struct.forEach((name, field) -> copy.put(name, withMapsAsLists(field)));
      return copy;
    }
    return value;
  }

  /**
   * The value with variants of integers as these, as readers that know variants have them. What
   * else has the fields of a variant must not be in it.
   */
  public static Object withIntegersOfVariants(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PlainValue::withIntegersOfVariants).collect(Collectors.toList());
    }
    if (value instanceof Entry entry) {
      return new Entry(entry.key(), withIntegersOfVariants(entry.value()));
    }
    if (value instanceof Map<?, ?> struct) {
      if (struct.keySet().equals(Set.of("metadata", "value"))) {
        byte[] bytes = HexFormat.of().parseHex(((Bytes) struct.get("value")).hex());
        long number = bytes[bytes.length - 1];
        for (int i = bytes.length - 2; i > 0; i--) {
          number = (number << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return number;
      }
      Map<Object, Object> copy = new LinkedHashMap<>();
      struct.forEach((name, field) -> copy.put(name, withIntegersOfVariants(field)));
      return copy;
    }
    return value;
  }

  /** The value with other values that are not null in place of those of its leaves. */
  public static Object ofLeaves(Object value, UnaryOperator<Object> change) {
    if (value == null) {
      return null;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> ofLeaves(element, change)).collect(Collectors.toList());
    }
    if (value instanceof Entry entry) {
      return new Entry(ofLeaves(entry.key(), change), ofLeaves(entry.value(), change));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((name, field) -> copy.put(name, ofLeaves(field, change)));
      return copy;
    }
    return change.apply(value);
  }

  public static BigInteger unsigned(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits >= 0 ? value : value.add(BigInteger.ONE.shiftLeft(64));
  }
}
