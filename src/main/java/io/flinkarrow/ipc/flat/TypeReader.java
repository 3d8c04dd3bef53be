package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.body.MalformedBytesException;
import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Reads a type from a schema's flatbuffer, every parameter checked to be one of the format's. */
final class TypeReader {

  private static final int BITS_128 = 128;
  private static final int BITS_256 = 256;
  private static final int DIGITS_32 = 9;
  private static final int DIGITS_64 = 18;
  private static final int DIGITS_128 = 38;
  private static final int DIGITS_256 = 76;
  private static final int MOST_UNION_CHILDREN = 128;

  private TypeReader() {}

  /**
   * @param kind the type's number in the format's union of types
   */
  static ArrowType read(int kind, FlatTable table) throws MalformedBytesException {
    return switch (kind) {
      case 1 -> new ArrowType.Null();
      case 2 -> integer(table);
      case 3 ->
          new ArrowType.FloatingPoint(
              constant(FloatingPointPrecision.values(), table.int16(0, 0), table));
      case 4 -> new ArrowType.Binary();
      case 5 -> new ArrowType.Utf8();
      case 6 -> new ArrowType.Bool();
      case 7 -> decimal(table);
      case 8 -> new ArrowType.Date(constant(DateUnit.values(), table.int16(0, 1), table));
      case 9 -> time(table);
      case 10 ->
          new ArrowType.Timestamp(
              constant(TimeUnit.values(), table.int16(0, 0), table), table.string(1));
      case 11 -> new ArrowType.Interval(constant(IntervalUnit.values(), table.int16(0, 0), table));
      case 12 -> new ArrowType.List();
      case 13 -> new ArrowType.Struct();
      case 14 -> union(table);
      case 15 -> new ArrowType.FixedSizeBinary(notNegative(table, "a width"));
      case 16 -> new ArrowType.FixedSizeList(notNegative(table, "a list size"));
      case 17 -> new ArrowType.Map(table.bool(0));
      case 18 -> new ArrowType.Duration(constant(TimeUnit.values(), table.int16(0, 1), table));
      case 19 -> new ArrowType.LargeBinary();
      case 20 -> new ArrowType.LargeUtf8();
      case 21 -> new ArrowType.LargeList();
      case 22 -> new ArrowType.RunEndEncoded();
      case 23 -> new ArrowType.BinaryView();
      case 24 -> new ArrowType.Utf8View();
      case 25 -> new ArrowType.ListView();
      case 26 -> new ArrowType.LargeListView();
      default -> throw refused(table, "type number %d".formatted(kind));
    };
  }

  static ArrowType.Int integer(FlatTable table) throws MalformedBytesException {
    int bits = table.int32(0, 0);
    if (bits != Byte.SIZE && bits != Short.SIZE && bits != Integer.SIZE && bits != Long.SIZE) {
      throw refused(table, "an integer of %d bits".formatted(bits));
    }
    return new ArrowType.Int(bits, table.bool(1));
  }

  private static ArrowType decimal(FlatTable table) throws MalformedBytesException {
    int precision = table.int32(0, 0);
    int bits = table.int32(2, BITS_128);
    int digits =
        switch (bits) {
          case Integer.SIZE -> DIGITS_32;
          case Long.SIZE -> DIGITS_64;
          case BITS_128 -> DIGITS_128;
          case BITS_256 -> DIGITS_256;
          default -> 0;
        };
    if (precision < 1 || precision > digits) {
      throw refused(table, "a decimal of %d bits with %d digits".formatted(bits, precision));
    }
    return new ArrowType.Decimal(precision, table.int32(1, 0), bits);
  }

  private static ArrowType time(FlatTable table) throws MalformedBytesException {
    TimeUnit unit = constant(TimeUnit.values(), table.int16(0, 1), table);
    int bits = table.int32(1, Integer.SIZE);
    int expected =
        switch (unit) {
          case SECOND, MILLISECOND -> Integer.SIZE;
          case MICROSECOND, NANOSECOND -> Long.SIZE;
        };
    if (bits != expected) {
      throw refused(table, "a time in %s of %d bits".formatted(unit, bits));
    }
    return new ArrowType.Time(unit, bits);
  }

  private static ArrowType union(FlatTable table) throws MalformedBytesException {
    UnionMode mode = constant(UnionMode.values(), table.int16(0, 0), table);
    if (!table.has(1)) {
      return new ArrowType.Union(mode, null);
    }
    FlatVector vector = table.vector(1, Integer.BYTES);
    if (vector.size() > MOST_UNION_CHILDREN) {
      throw refused(table, "a union of %d types".formatted(vector.size()));
    }
    Set<Integer> distinct = new HashSet<>();
    int[] ids = new int[vector.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = vector.int32(i, 0);
      if (ids[i] < 0 || ids[i] > Byte.MAX_VALUE || !distinct.add(ids[i])) {
        throw refused(table, "a union's type id %d".formatted(ids[i]));
      }
    }
    return new ArrowType.Union(mode, ids);
  }

  private static int notNegative(FlatTable table, String what) throws MalformedBytesException {
    int value = table.int32(0, 0);
    if (value < 0) {
      throw refused(table, "%s of %d".formatted(what, value));
    }
    return value;
  }

  /** The constants stand in the format's order. */
  private static <E extends Enum<E>> E constant(E[] constants, int number, FlatTable table)
      throws MalformedBytesException {
    if (number < 0 || number >= constants.length) {
      throw refused(table, "a unit, precision or mode with the number %d".formatted(number));
    }
    return constants[number];
  }

  private static MalformedBytesException refused(FlatTable table, String what) {
    return new MalformedBytesException(
        table.position(), "The schema has %s, which is not read".formatted(what));
  }
}
