package io.flinkarrow.parquet.predicate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Random predicates on the columns of random rows. Literals are values that are there, or beside
 * them, in all classes that fit.
 */
public final class RandomPredicates {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Random random;
  private final List<Map<String, Object>> rows;
  private final Map<List<String>, ArrowType> types;
  private final List<List<String>> columns;

  /**
   * @param types of the columns that may have conditions
   */
  public RandomPredicates(
      Random random, List<Map<String, Object>> rows, Map<List<String>, ArrowType> types) {
    this.random = random;
    this.rows = rows;
    this.types = types;
    this.columns = List.copyOf(types.keySet());
  }

  /** The columns that are in no list or map, and their types; those of dictionaries' values. */
  public static Map<List<String>, ArrowType> types(List<Field> fields) {
    Map<List<String>, ArrowType> types = new LinkedHashMap<>();
    addTypes(fields, List.of(), types);
    return types;
  }

  private static void addTypes(
      List<Field> fields, List<String> parent, Map<List<String>, ArrowType> types) {
    for (Field field : fields) {
      List<String> path = new ArrayList<>(parent);
      path.add(field.getName());
      if (field.getType() instanceof ArrowType.Struct && field.getDictionary() == null) {
        addTypes(field.getChildren(), path, types);
      } else {
        ArrowType type = field.getType();
        Field values = field;
        while (type instanceof ArrowType.RunEndEncoded) {
          values = values.getChildren().get(1);
          type = values.getType();
        }
        types.put(List.copyOf(path), type);
      }
    }
  }

  public Predicate next(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return test(columns.get(random.nextInt(columns.size())));
    }
    return switch (random.nextInt(3)) {
      case 0 -> next(depth - 1).and(next(depth - 1));
      case 1 -> next(depth - 1).or(next(depth - 1));
      default -> next(depth - 1).not();
    };
  }

  /** A condition on one column. */
  Predicate test(List<String> path) {
    Predicate.Column column = Predicate.column(path.toArray(String[]::new));
    if (random.nextInt(8) == 0) {
      return random.nextBoolean() ? column.isNull() : column.isNotNull();
    }
    Optional<Object> literal = literal(path);
    if (literal.isEmpty()) {
      return column.isNull();
    }
    Object value = literal.get();
    boolean isString = value instanceof String;
    return switch (random.nextInt(isString ? 9 : 8)) {
      case 0 -> column.isEqualTo(value);
      case 1 -> column.isNotEqualTo(value);
      case 2 -> column.isLessThan(value);
      case 3 -> column.isLessThanOrEqualTo(value);
      case 4 -> column.isGreaterThan(value);
      case 5 -> column.isGreaterThanOrEqualTo(value);
      case 6, 7 -> {
        List<Object> values = new ArrayList<>(List.of(value));
        for (int i = random.nextInt(4); i > 0; i--) {
          literal(path).ifPresent(values::add);
        }
        yield column.isIn(values);
      }
      default -> {
        String string = (String) value;
        int end =
            string.offsetByCodePoints(
                0, random.nextInt(1 + Math.min(3, string.codePointCount(0, string.length()))));
        yield column.startsWith(string.substring(0, end));
      }
    };
  }

  private Optional<Object> literal(List<String> path) {
    ArrowType type = types.get(path);
    for (int attempt = 0; attempt < 20; attempt++) {
      Object value = PredicateOracle.value(rows.get(random.nextInt(rows.size())), path);
      if (value != null) {
        return literal(PredicateOracle.comparable(value, type), type);
      }
    }
    return Optional.empty();
  }

  private Optional<Object> literal(Object value, ArrowType type) {
    return Optional.ofNullable(
        switch (type.getTypeID()) {
          case Bool -> value;
          case Int -> integer(((BigDecimal) value).toBigInteger());
          case FloatingPoint -> floating((Double) value);
          case Decimal -> decimal((BigDecimal) value);
          case Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView, FixedSizeBinary ->
              bytes((byte[]) value);
          case Date -> date(nanos(value));
          case Time -> LocalTime.ofNanoOfDay(within(nanos(value) + nudge()));
          case Timestamp ->
              timestamp(nanos(value), ((ArrowType.Timestamp) type).getTimezone() != null);
          default -> null;
        });
  }

  private static long nanos(Object value) {
    return ((BigDecimal) value).longValueExact();
  }

  private static long within(long nanosOfDay) {
    return Math.max(0, Math.min(nanosOfDay, 86_400 * NANOS_PER_SECOND - 1));
  }

  private long nudge() {
    return random.nextInt(3) == 0 ? random.nextInt(2001) - 1000 : 0;
  }

  private Object integer(BigInteger value) {
    BigInteger near =
        value.add(BigInteger.valueOf(random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0));
    return switch (random.nextInt(6)) {
      case 0 -> near;
      case 1 -> new BigDecimal(near).add(new BigDecimal("0.5"));
      case 2 -> near.doubleValue() + (random.nextBoolean() ? 0.5 : 0);
      case 3 -> random.nextInt(10) == 0 ? Double.NaN : (Object) near.floatValue();
      default ->
          near.bitLength() < 32
              ? near.intValueExact()
              : near.bitLength() < 64 ? near.longValueExact() : (Object) near;
    };
  }

  private Object floating(double value) {
    return switch (random.nextInt(8)) {
      case 0 ->
          List.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
              .get(random.nextInt(5));
      case 1 -> (float) value;
      case 2 -> Double.isFinite(value) ? new BigDecimal(value).toBigInteger() : (Object) value;
      case 3 -> Math.nextUp(value);
      default -> value;
    };
  }

  private Object decimal(BigDecimal value) {
    return switch (random.nextInt(6)) {
      case 0 -> value.add(BigDecimal.valueOf(1, value.scale() + 2));
      case 1 -> value.toBigInteger();
      case 2 -> value.stripTrailingZeros();
      case 3 -> value.subtract(BigDecimal.valueOf(1, value.scale()));
      default -> value;
    };
  }

  private Object bytes(byte[] value) {
    byte[] near = value;
    if (random.nextInt(4) == 0 && value.length > 0) {
      near = Arrays.copyOf(value, random.nextInt(value.length + 1));
    }
    try {
      String string = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(near)).toString();
      return random.nextInt(4) == 0 ? near : string;
    } catch (CharacterCodingException e) {
      return near;
    }
  }

  private Object date(long nanos) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(nanos, 86_400 * NANOS_PER_SECOND));
    return random.nextInt(3) == 0 ? date.atTime(random.nextInt(24), 0) : date;
  }

  private Object timestamp(long nanos, boolean instant) {
    long near = nanos + nudge();
    Instant at =
        Instant.ofEpochSecond(
            Math.floorDiv(near, NANOS_PER_SECOND), Math.floorMod(near, NANOS_PER_SECOND));
    LocalDateTime local = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    return instant ? at : random.nextInt(4) == 0 ? local.toLocalDate() : (Object) local;
  }
}
