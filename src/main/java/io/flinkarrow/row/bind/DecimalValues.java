package io.flinkarrow.row.bind;

import io.flinkarrow.row.bind.LeafBindings.FixedValue;
import io.flinkarrow.value.DecimalConversion;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Decimals of 128 and 256 bits, little-endian.
 *
 * @param width bytes of a slot
 */
record DecimalValues(int width, DecimalConversion conversion) implements FixedValue {

  /** Most are no more than a long. */
  @Override
  public Object at(ByteBuffer values, int slot) {
    int at = slot * width;
    long low = values.getLong(at);
    boolean isLong = true;
    for (int i = Long.BYTES; i < width; i += Long.BYTES) {
      isLong &= values.getLong(at + i) == low >> (Long.SIZE - 1);
    }
    return isLong ? conversion.of(low) : conversion.of(unscaled(values, at));
  }

  private BigInteger unscaled(ByteBuffer values, int at) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = values.get(at + width - 1 - i);
    }
    return new BigInteger(bytes);
  }
}
