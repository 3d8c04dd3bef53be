package io.flinkarrow.parquet.predicate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A value that columns are compared with.
 *
 * @param value of few classes: integers are a {@code BigInteger}, floating-point numbers a {@code
 *     Double}; bytes are never changed
 */
public record Literal(Serializable value) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(Byte.class, Short.class, Integer.class, Long.class);

  private static final Set<Class<?>> KEPT =
      Set.of(
          Boolean.class,
          BigInteger.class,
          BigDecimal.class,
          Double.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Instant.class,
          UUID.class);

  /**
   * The literal of a value that a user gives.
   *
   * @throws IllegalArgumentException if it is null, of another class than those that are compared
   *     with columns, or a string that has no UTF-8
   */
  static Literal of(Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "A literal must not be null, because no comparison with null is true: use isNull() or"
              + " isNotNull()");
    }
    return new Literal(normalized(value));
  }

  static List<Literal> all(Object first, Object... others) {
    return Stream.concat(Stream.of(first), Arrays.stream(others)).map(Literal::of).toList();
  }

  private static Serializable normalized(Object value) {
    Class<?> type = value.getClass();
    if (KEPT.contains(type)) {
      return (Serializable) value;
    }
    if (WHOLE_NUMBERS.contains(type)) {
      return BigInteger.valueOf(((Number) value).longValue());
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof String string) {
      requireUtf8(string);
      return string;
    }
    throw new IllegalArgumentException(
        "A literal must be a Boolean, Byte, Short, Integer, Long, BigInteger, BigDecimal, Float,"
            + " Double, String, byte[], UUID, LocalDate, LocalTime, LocalDateTime or Instant, but"
            + " is a "
            + type.getName());
  }

  private static void requireUtf8(String string) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(string));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A literal has half of a surrogate pair, which no column can hold: '%s'"
              .formatted(string),
          e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Literal literal
        && Arrays.deepEquals(new Object[] {value}, new Object[] {literal.value});
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(new Object[] {value});
  }

  /** As in SQL, mostly. */
  @Override
  public String toString() {
    if (value instanceof String string) {
      return "'" + string.replace("'", "''") + "'";
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    return value.toString();
  }
}
