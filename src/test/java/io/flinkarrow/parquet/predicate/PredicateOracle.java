package io.flinkarrow.parquet.predicate;

import io.flinkarrow.testing.PlainValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Whether a row fulfils a predicate, value by value as SQL says it: the slow, obvious reference.
 * Null stands for unknown.
 *
 * @param row by field name, in the neutral model
 * @param types of the columns that have conditions
 */
public record PredicateOracle(Map<String, Object> row, Map<List<String>, ArrowType> types)
    implements PredicateVisitor<Boolean> {

  private static final BigDecimal NANOS_PER_DAY = BigDecimal.valueOf(86_400_000_000_000L);

  public static boolean keeps(
      Predicate predicate, Map<String, Object> row, Map<List<String>, ArrowType> types) {
    return Boolean.TRUE.equals(predicate.accept(new PredicateOracle(row, types)));
  }

  /** The value of a column; null if it or a struct around it is. */
  public static Object value(Map<String, Object> row, List<String> path) {
    Object value = row;
    for (String name : path) {
      if (value == null) {
        return null;
      }
      value = ((Map<?, ?>) value).get(name);
    }
    return value;
  }

  @Override
  public Boolean visit(Comparison comparison) {
    Object value = value(row, comparison.column());
    if (value == null) {
      return null;
    }
    OptionalInt order =
        compare(comparable(value, types.get(comparison.column())), comparison.literal());
    if (order.isEmpty()) {
      return comparison.operator() == Comparison.Operator.NOT_EQUAL;
    }
    int sign = order.getAsInt();
    return switch (comparison.operator()) {
      case EQUAL -> sign == 0;
      case NOT_EQUAL -> sign != 0;
      case LESS -> sign < 0;
      case LESS_OR_EQUAL -> sign <= 0;
      case GREATER -> sign > 0;
      case GREATER_OR_EQUAL -> sign >= 0;
    };
  }

  @Override
  public Boolean visit(Membership membership) {
    Object value = value(row, membership.column());
    if (value == null) {
      return null;
    }
    Object comparable = comparable(value, types.get(membership.column()));
    return membership.literals().stream()
        .anyMatch(literal -> compare(comparable, literal).equals(OptionalInt.of(0)));
  }

  @Override
  public Boolean visit(PrefixTest prefix) {
    Object value = value(row, prefix.column());
    if (value == null) {
      return null;
    }
    byte[] bytes = (byte[]) comparable(value, types.get(prefix.column()));
    byte[] start = ((String) prefix.prefix().value()).getBytes(StandardCharsets.UTF_8);
    return bytes.length >= start.length && Arrays.equals(Arrays.copyOf(bytes, start.length), start);
  }

  @Override
  public Boolean visit(NullTest test) {
    return (value(row, test.column()) == null) == test.isNull();
  }

  @Override
  public Boolean visit(Conjunction conjunction) {
    Boolean result = true;
    for (Predicate part : conjunction.parts()) {
      Boolean truth = part.accept(this);
      if (Boolean.FALSE.equals(truth)) {
        return false;
      }
      result = truth == null ? null : result;
    }
    return result;
  }

  @Override
  public Boolean visit(Disjunction disjunction) {
    Boolean result = false;
    for (Predicate part : disjunction.parts()) {
      Boolean truth = part.accept(this);
      if (Boolean.TRUE.equals(truth)) {
        return true;
      }
      result = truth == null ? null : result;
    }
    return result;
  }

  @Override
  public Boolean visit(Negation negation) {
    Boolean truth = negation.negated().accept(this);
    return truth == null ? null : !truth;
  }

  /** A Boolean, BigDecimal (times in nanoseconds), Double or byte[]. */
  public static Object comparable(Object value, ArrowType type) {
    if (value instanceof PlainValue.Half half) {
      return (double) Float16.toFloat(half.bits());
    }
    if (value instanceof PlainValue.Single single) {
      return (double) Float.intBitsToFloat(single.bits());
    }
    if (value instanceof PlainValue.Double64 number) {
      return Double.longBitsToDouble(number.bits());
    }
    if (value instanceof PlainValue.Bytes bytes) {
      return HexFormat.of().parseHex(bytes.hex());
    }
    if (value instanceof String string) {
      return string.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Long number) {
      return new BigDecimal(number).multiply(nanosPerUnit(type));
    }
    return value;
  }

  /** What a value of the neutral model, a whole number, counts; 1 if it is no time. */
  static BigDecimal nanosPerUnit(ArrowType type) {
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY || date.getUnit() == DateUnit.MILLISECOND
          ? NANOS_PER_DAY
          : null;
    }
    if (type instanceof ArrowType.Time time) {
      return nanosPerUnit(time.getUnit());
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return nanosPerUnit(timestamp.getUnit());
    }
    return BigDecimal.ONE;
  }

  /** Seconds are stored as milliseconds. */
  private static BigDecimal nanosPerUnit(TimeUnit unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case SECOND, MILLISECOND -> 1_000_000L;
          case MICROSECOND -> 1_000L;
          case NANOSECOND -> 1L;
        });
  }

  /** Empty if one is a NaN. */
  private static OptionalInt compare(Object value, Literal literal) {
    if (value instanceof Boolean truth) {
      return OptionalInt.of(Boolean.compare(truth, (Boolean) literal.value()));
    }
    if (value instanceof byte[] bytes) {
      return OptionalInt.of(Arrays.compareUnsigned(bytes, bytes(literal.value())));
    }
    if (value instanceof Double number) {
      return compareDoubles(number, literal.value());
    }
    if (literal.value() instanceof Double number) {
      return compareDoubles(number, new BigDecimal(value.toString()).toBigIntegerExact()).stream()
          .map(sign -> -sign)
          .findFirst();
    }
    return OptionalInt.of(((BigDecimal) value).compareTo(exact(literal.value())));
  }

  private static OptionalInt compareDoubles(double value, Object literal) {
    if (Double.isNaN(value) || (literal instanceof Double other && other.isNaN())) {
      return OptionalInt.empty();
    }
    if (literal instanceof Double other) {
      double right = other;
      return OptionalInt.of(value < right ? -1 : value > right ? 1 : 0);
    }
    if (Double.isInfinite(value)) {
      return OptionalInt.of(value > 0 ? 1 : -1);
    }
    return OptionalInt.of(new BigDecimal(value).compareTo(new BigDecimal((BigInteger) literal)));
  }

  private static byte[] bytes(Object literal) {
    if (literal instanceof String string) {
      return string.getBytes(StandardCharsets.UTF_8);
    }
    if (literal instanceof UUID id) {
      return ByteBuffer.allocate(16)
          .putLong(id.getMostSignificantBits())
          .putLong(id.getLeastSignificantBits())
          .array();
    }
    return (byte[]) literal;
  }

  private static BigDecimal exact(Object literal) {
    if (literal instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (literal instanceof LocalTime time) {
      return BigDecimal.valueOf(time.toNanoOfDay());
    }
    if (literal instanceof LocalDate date) {
      return BigDecimal.valueOf(date.toEpochDay()).multiply(NANOS_PER_DAY);
    }
    if (literal instanceof LocalDateTime timestamp) {
      return nanos(timestamp.toInstant(ZoneOffset.UTC));
    }
    if (literal instanceof Instant instant) {
      return nanos(instant);
    }
    return (BigDecimal) literal;
  }

  private static BigDecimal nanos(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .movePointRight(9)
        .add(BigDecimal.valueOf(instant.getNano()));
  }
}
