package io.flinkarrow.row;

import io.flinkarrow.row.LeafBindings.FixedValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Integers of any width, signed or not. A value that the asked type does not hold is refused, never
 * cut.
 */
final class IntegerValues {

  private static final int UNSIGNED_LONG_DIGITS = 20;

  private IntegerValues() {}

  /** The number in a slot; of 64 unsigned bits it is the bits. */
  interface Number {
    long at(ByteBuffer values, int slot);
  }

  static Number number(ArrowType.Int type) {
    boolean signed = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case Byte.SIZE ->
          signed ? ByteBuffer::get : (values, slot) -> Byte.toUnsignedLong(values.get(slot));
      case Short.SIZE ->
          signed
              ? (values, slot) -> values.getShort(slot * Short.BYTES)
              : (values, slot) -> Short.toUnsignedLong(values.getShort(slot * Short.BYTES));
      case Integer.SIZE ->
          signed
              ? (values, slot) -> values.getInt(slot * Integer.BYTES)
              : (values, slot) -> Integer.toUnsignedLong(values.getInt(slot * Integer.BYTES));
      default -> (values, slot) -> values.getLong(slot * Long.BYTES);
    };
  }

  static Optional<FixedValue> find(ArrowType.Int type, LogicalType asked, String path) {
    boolean unsignedLong = type.getBitWidth() == Long.SIZE && !type.getIsSigned();
    Number number = number(type);
    Checked checked = new Checked(number, unsignedLong, path, asked.copy(true).asSummaryString());
    return switch (asked.getTypeRoot()) {
      case TINYINT ->
          Optional.of(
              (values, slot) ->
                  (byte) checked.within(values, slot, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case SMALLINT ->
          Optional.of(
              (values, slot) ->
                  (short) checked.within(values, slot, Short.MIN_VALUE, Short.MAX_VALUE));
      case INTEGER ->
          Optional.of(
              (values, slot) ->
                  (int) checked.within(values, slot, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case BIGINT ->
          Optional.of(
              (values, slot) -> checked.within(values, slot, Long.MIN_VALUE, Long.MAX_VALUE));
      case DECIMAL -> unsignedLong ? decimal(number, (DecimalType) asked) : Optional.empty();
      case INTERVAL_YEAR_MONTH ->
          type.getBitWidth() == Integer.SIZE && type.getIsSigned()
              ? Optional.of((values, slot) -> (int) number.at(values, slot))
              : Optional.empty();
      case INTERVAL_DAY_TIME ->
          type.getBitWidth() == Long.SIZE && type.getIsSigned()
              ? Optional.of(number::at)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private record Checked(Number number, boolean unsignedLong, String path, String asked) {

    long within(ByteBuffer values, int slot, long least, long greatest) {
      long value = number.at(values, slot);
      if (value < least || value > greatest || (unsignedLong && value < 0)) {
        throw new RefusedValueException(
            path,
            "the value does not fit %s; declare the column with a larger type".formatted(asked));
      }
      return value;
    }
  }

  /** The only type that holds all of 64 unsigned bits. */
  private static Optional<FixedValue> decimal(Number number, DecimalType asked) {
    if (asked.getScale() != 0 || asked.getPrecision() < UNSIGNED_LONG_DIGITS) {
      return Optional.empty();
    }
    return Optional.of(
        (values, slot) ->
            DecimalData.fromBigDecimal(
                new BigDecimal(unsigned(number.at(values, slot))), asked.getPrecision(), 0));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(1, ByteBuffer.allocate(Long.BYTES).putLong(bits).array());
  }
}
