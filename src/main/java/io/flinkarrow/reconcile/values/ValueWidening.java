package io.flinkarrow.reconcile.values;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The values of one fixed-width type as those of another that has them all: integers of more bits,
 * unsigned ones as wider signed ones too; floating points of more bits; decimals of the same scale
 * and more digits; dates and times of day of finer units. Not timestamps, durations and intervals:
 * a finer unit has a shorter range.
 */
public interface ValueWidening {

  long MILLIS_PER_DAY = 86_400_000;

  /**
   * @param source values one behind the other
   * @param position in the target, where the value goes
   */
  void put(ByteBuffer source, int index, ByteBuffer target, int position);

  /** Empty if the second type has not all values of the first, or is the first. */
  static Optional<ValueWidening> between(ArrowType from, ArrowType to) {
    if (from instanceof ArrowType.Int came && to instanceof ArrowType.Int wanted) {
      boolean holdsAll =
          wanted.getBitWidth() > came.getBitWidth()
              && (wanted.getIsSigned() || !came.getIsSigned());
      return holdsAll
          ? Optional.of(scaled(came.getBitWidth(), came.getIsSigned(), wanted.getBitWidth(), 1))
          : Optional.empty();
    }
    if (from instanceof ArrowType.FloatingPoint came
        && to instanceof ArrowType.FloatingPoint wanted) {
      return floating(came.getPrecision(), wanted.getPrecision());
    }
    if (from instanceof ArrowType.Decimal came && to instanceof ArrowType.Decimal wanted) {
      return decimal(came, wanted);
    }
    if (from instanceof ArrowType.Date came && to instanceof ArrowType.Date wanted) {
      return came.getUnit() == DateUnit.DAY && wanted.getUnit() == DateUnit.MILLISECOND
          ? Optional.of(scaled(Integer.SIZE, true, Long.SIZE, MILLIS_PER_DAY))
          : Optional.empty();
    }
    if (from instanceof ArrowType.Time came && to instanceof ArrowType.Time wanted) {
      long factor = perSecond(wanted.getUnit()) / perSecond(came.getUnit());
      return factor > 1
          ? Optional.of(scaled(came.getBitWidth(), true, wanted.getBitWidth(), factor))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  private static ValueWidening scaled(int fromBits, boolean signed, int toBits, long factor) {
    return (source, index, target, position) -> {
      long value = number(source, index, fromBits, signed) * factor;
      switch (toBits) {
        case Short.SIZE -> target.putShort(position, (short) value);
        case Integer.SIZE -> target.putInt(position, (int) value);
        default -> target.putLong(position, value);
      }
    };
  }

  private static long number(ByteBuffer source, int index, int bits, boolean signed) {
    return switch (bits) {
      case Byte.SIZE -> signed ? source.get(index) : source.get(index) & 0xFF;
      case Short.SIZE -> {
        short value = source.getShort(index * Short.BYTES);
        yield signed ? value : value & 0xFFFF;
      }
      case Integer.SIZE -> {
        int value = source.getInt(index * Integer.BYTES);
        yield signed ? value : value & 0xFFFFFFFFL;
      }
      default -> source.getLong(index * Long.BYTES);
    };
  }

  private static Optional<ValueWidening> floating(
      FloatingPointPrecision from, FloatingPointPrecision to) {
    if (from.ordinal() >= to.ordinal()) {
      return Optional.empty();
    }
    boolean half = from == FloatingPointPrecision.HALF;
    return Optional.of(
        (source, index, target, position) -> {
          float value =
              half
                  ? Float16.toFloat(source.getShort(index * Short.BYTES))
                  : source.getFloat(index * Float.BYTES);
          if (to == FloatingPointPrecision.SINGLE) {
            target.putFloat(position, value);
          } else {
            target.putDouble(position, value);
          }
        });
  }

  private static Optional<ValueWidening> decimal(ArrowType.Decimal from, ArrowType.Decimal to) {
    if (from.getScale() != to.getScale()
        || from.getPrecision() > to.getPrecision()
        || from.getBitWidth() > to.getBitWidth()) {
      return Optional.empty();
    }
    int fromWidth = from.getBitWidth() / Byte.SIZE;
    int toWidth = to.getBitWidth() / Byte.SIZE;
    return Optional.of(
        (source, index, target, position) -> {
          int sign = source.get(index * fromWidth + fromWidth - 1) >> (Byte.SIZE - 1);
          for (int i = 0; i < toWidth; i += Long.BYTES) {
            target.putLong(
                position + i, i < fromWidth ? source.getLong(index * fromWidth + i) : sign);
          }
        });
  }
}
