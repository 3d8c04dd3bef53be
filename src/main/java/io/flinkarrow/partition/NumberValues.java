package io.flinkarrow.partition;

import io.flinkarrow.layout.Bitmaps;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A column of numbers, dates or times. */
final class NumberValues extends BatchValues {

  private static final long MILLISECONDS_PER_DAY = 86_400_000;

  private final String column;
  private final ByteBuffer validity;
  private final PartitionValueFormat form;
  private final long[] keys;

  NumberValues(PartitionColumn column, PartitionValueFormat form, ByteBuffer[] buffers, int rows) {
    this.column = column.name();
    this.validity = buffers[0];
    this.form = form;
    this.keys = new long[rows];
    IntToLongFunction values = values(column.type(), buffers[1]);
    for (int row = 0; row < rows; row++) {
      if (!isNull(row)) {
        keys[row] = form.key(values.applyAsLong(row));
      }
    }
  }

  /**
   * Whether all rows, none of them null, surely have one text, because the least and the greatest
   * value have.
   */
  static boolean haveOneText(
      ArrowType type, PartitionValueFormat form, ByteBuffer[] buffers, int rows) {
    if (!form.isAscending()) {
      return false;
    }
    IntToLongFunction values = values(type, buffers[1]);
    long least = values.applyAsLong(0);
    long greatest = least;
    for (int row = 1; row < rows; row++) {
      long value = values.applyAsLong(row);
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    long key = form.key(least);
    return key == form.key(greatest) && form.hasText(key);
  }

  /** In the units of {@link PartitionValueFormat}. */
  private static IntToLongFunction values(ArrowType type, ByteBuffer buffer) {
    if (type instanceof ArrowType.Bool) {
      return row -> Bitmaps.isSet(buffer, row) ? 1 : 0;
    }
    if (type instanceof ArrowType.Int integer) {
      return integers(buffer, integer);
    }
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY
          ? row -> buffer.getInt(row * Integer.BYTES)
          : row -> Math.floorDiv(buffer.getLong(row * Long.BYTES), MILLISECONDS_PER_DAY);
    }
    long perSecond =
        switch (((ArrowType.Timestamp) type).getUnit()) {
          case SECOND -> 1;
          case MILLISECOND -> 1_000;
          case MICROSECOND -> 1_000_000;
          case NANOSECOND -> 1_000_000_000;
        };
    return row -> Math.floorDiv(buffer.getLong(row * Long.BYTES), perSecond);
  }

  static IntToLongFunction integers(ByteBuffer buffer, ArrowType.Int type) {
    boolean signed = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case Byte.SIZE -> signed ? buffer::get : row -> buffer.get(row) & 0xFF;
      case Short.SIZE ->
          signed
              ? row -> buffer.getShort(row * Short.BYTES)
              : row -> buffer.getShort(row * Short.BYTES) & 0xFFFF;
      case Integer.SIZE ->
          signed
              ? row -> buffer.getInt(row * Integer.BYTES)
              : row -> buffer.getInt(row * Integer.BYTES) & 0xFFFFFFFFL;
      default -> row -> buffer.getLong(row * Long.BYTES);
    };
  }

  @Override
  boolean isNull(int row) {
    return Bitmaps.isNull(validity, row);
  }

  @Override
  boolean same(int row, int other) {
    return keys[row] == keys[other];
  }

  @Override
  long hash(int row) {
    return mix(SEED, keys[row]);
  }

  @Override
  String text(int entry, int row) {
    if (!form.hasText(keys[entry])) {
      throw PartitionException.outsideYears(column, row);
    }
    return form.text(keys[entry]);
  }
}
