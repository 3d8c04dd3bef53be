package io.flinkarrow.row;

import io.flinkarrow.row.LeafBindings.FixedValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;

/** Decimals of the same scale and no more digits than asked for. */
record DecimalValues(int width, DecimalType asked, String path) implements FixedValue {

  static Optional<FixedValue> find(ArrowType.Decimal type, DecimalType asked, String path) {
    return type.getScale() == asked.getScale() && type.getPrecision() <= asked.getPrecision()
        ? Optional.of(new DecimalValues(type.getBitWidth() / Byte.SIZE, asked, path))
        : Optional.empty();
  }

  @Override
  public Object at(ByteBuffer values, int slot) {
    BigDecimal value = new BigDecimal(unscaled(values, slot * width), asked.getScale());
    DecimalData decimal = DecimalData.fromBigDecimal(value, asked.getPrecision(), asked.getScale());
    if (decimal == null) {
      throw new RefusedValueException(
          path,
          "the value has more digits than its own type and %s say; correct the producer"
              .formatted(asked.copy(true).asSummaryString()));
    }
    return decimal;
  }

  /** Little-endian; most are no more than a long. */
  private BigInteger unscaled(ByteBuffer values, int at) {
    long low = values.getLong(at);
    boolean isLong = true;
    for (int i = Long.BYTES; i < width; i += Long.BYTES) {
      isLong &= values.getLong(at + i) == low >> (Long.SIZE - 1);
    }
    if (isLong) {
      return BigInteger.valueOf(low);
    }
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = values.get(at + width - 1 - i);
    }
    return new BigInteger(bytes);
  }
}
