package io.flinkarrow.ipc;

import io.flinkarrow.testing.PlainValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What a producer's values are in a table, value by value: slow, and as the documentation says it.
 * Values as {@link io.flinkarrow.testing.ArrowValues} gives them.
 */
final class WideValues {

  private WideValues() {}

  /** A row, or a struct: by name, null for what is not there. */
  static Map<String, Object> struct(List<Field> table, List<Field> producer, Map<?, ?> values) {
    Map<String, Object> struct = new LinkedHashMap<>();
    for (Field field : table) {
      Object value =
          producer.stream()
              .filter(other -> other.getName().equals(field.getName()))
              .findAny()
              .map(other -> value(field, other, values.get(field.getName())))
              .orElse(null);
      struct.put(field.getName(), value);
    }
    return struct;
  }

  private static Object value(Field table, Field producer, Object value) {
    if (value == null) {
      return null;
    }
    List<Field> children = table.getChildren();
    return switch (table.getType().getTypeID()) {
      case Struct -> struct(children, producer.getChildren(), (Map<?, ?>) value);
      case List, LargeList, ListView, LargeListView, FixedSizeList -> {
        List<Object> list = new ArrayList<>();
        for (Object element : (List<?>) value) {
          list.add(value(children.get(0), producer.getChildren().get(0), element));
        }
        yield list;
      }
      case Map -> {
        List<Field> to = children.get(0).getChildren();
        List<Field> from = producer.getChildren().get(0).getChildren();
        List<Object> entries = new ArrayList<>();
        for (Object element : (List<?>) value) {
          PlainValue.Entry entry = (PlainValue.Entry) element;
          entries.add(
              new PlainValue.Entry(
                  value(to.get(0), from.get(0), entry.key()),
                  value(to.get(1), from.get(1), entry.value())));
        }
        yield entries;
      }
      case Int -> integer((ArrowType.Int) table.getType(), (Number) value);
      case FloatingPoint -> number(((ArrowType.FloatingPoint) table.getType()), value);
      case Time ->
          (Long) value
              * (perSecond(((ArrowType.Time) table.getType()).getUnit())
                  / perSecond(((ArrowType.Time) producer.getType()).getUnit()));
      default -> value;
    };
  }

  private static Object integer(ArrowType.Int type, Number value) {
    boolean large = type.getBitWidth() == Long.SIZE && !type.getIsSigned();
    return large ? new BigInteger(value.toString()) : value;
  }

  private static Object number(ArrowType.FloatingPoint type, Object value) {
    FloatingPointPrecision precision = type.getPrecision();
    if (value instanceof PlainValue.Half half) {
      return switch (precision) {
        case HALF -> half;
        case SINGLE -> PlainValue.of((float) ofHalf(half.bits()));
        case DOUBLE -> PlainValue.of(ofHalf(half.bits()));
      };
    }
    return precision == FloatingPointPrecision.DOUBLE && value instanceof PlainValue.Single single
        ? PlainValue.of((double) Float.intBitsToFloat(single.bits()))
        : value;
  }

  private static double ofHalf(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double sign = bits < 0 ? -1 : 1;
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((double) fraction, -24)
        : sign * Math.scalb(1024.0 + fraction, exponent - 25);
  }

  /** Seconds are shown as milliseconds. */
  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND, MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  /** Every NaN the same: which one it is may change with its width. */
  static Object withoutNans(Object value) {
    if (value instanceof PlainValue.Single single
        && Float.isNaN(Float.intBitsToFloat(single.bits()))) {
      return PlainValue.of(Float.NaN);
    }
    if (value instanceof PlainValue.Double64 number
        && Double.isNaN(Double.longBitsToDouble(number.bits()))) {
      return PlainValue.of(Double.NaN);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(WideValues::withoutNans)
          .collect(ArrayList::new, List::add, List::addAll);
    }
    if (value instanceof PlainValue.Entry entry) {
      return new PlainValue.Entry(withoutNans(entry.key()), withoutNans(entry.value()));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((name, field) -> copy.put(name, withoutNans(field)));
      return copy;
    }
    return value;
  }
}
