package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import java.math.BigInteger;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Values that fit their buffer but not their type: decimals of too many digits, times past a day.
 */
final class ValueRangeCheck {

  private static final long SECONDS_A_DAY = 86_400;

  private ValueRangeCheck() {}

  /**
   * @param type of values that all have the same bytes
   */
  static void check(CheckedColumn column, HeapBuffer values, ArrowType type)
      throws MalformedBytesException {
    if (type instanceof ArrowType.Decimal decimal) {
      decimals(column, values, decimal);
    } else if (type instanceof ArrowType.Time time) {
      times(column, values, time);
    }
  }

  private static void decimals(CheckedColumn column, HeapBuffer values, ArrowType.Decimal type)
      throws MalformedBytesException {
    int words = type.getBitWidth() / Long.SIZE;
    long[] limit = new long[words];
    BigInteger bound = BigInteger.TEN.pow(type.getPrecision());
    for (int i = 0; i < words; i++) {
      limit[i] = bound.shiftRight(i * Long.SIZE).longValue();
    }
    for (int i = 0; i < column.length(); i++) {
      if (!column.isNull(i) && !isBelow(limit, values, i * words)) {
        throw column.refused(
            values,
            "has at slot %d a decimal of more than %d digits".formatted(i, type.getPrecision()));
      }
    }
  }

  /** Whether a number's magnitude is less, compared word by word from the highest. */
  private static boolean isBelow(long[] limit, HeapBuffer values, int first) {
    boolean negative = values.int64(first + limit.length - 1) < 0;
    int lowest = 0;
    while (lowest < limit.length - 1 && values.int64(first + lowest) == 0) {
      lowest++;
    }
    for (int i = limit.length - 1; i >= 0; i--) {
      long word = values.int64(first + i);
      if (negative) {
        word = i > lowest ? ~word : i == lowest ? -word : 0;
      }
      int order = Long.compareUnsigned(word, limit[i]);
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  private static void times(CheckedColumn column, HeapBuffer values, ArrowType.Time type)
      throws MalformedBytesException {
    long limit =
        SECONDS_A_DAY
            * switch (type.getUnit()) {
              case SECOND -> 1L;
              case MILLISECOND -> 1_000L;
              case MICROSECOND -> 1_000_000L;
              case NANOSECOND -> 1_000_000_000L;
            };
    int width = type.getBitWidth() / Byte.SIZE;
    for (int i = 0; i < column.length(); i++) {
      long value = values.number(i, width);
      if ((value < 0 || value >= limit) && !column.isNull(i)) {
        throw column.refused(values, "has at slot %d a time that is not within a day".formatted(i));
      }
    }
  }
}
