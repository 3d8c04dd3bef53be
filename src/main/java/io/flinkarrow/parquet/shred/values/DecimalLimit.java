package io.flinkarrow.parquet.shred.values;

import java.math.BigInteger;

/**
 * Tells whether decimals have no more digits than a precision. They lie one behind the other in
 * longs, each in the same number of limbs, two or more: two's complement, least significant limb
 * first.
 */
final class DecimalLimit {

  private final int limbs;

  /** 10 to the power of the precision. */
  private final long[] limit;

  /** Whether every long is below the limit; if not, nothing else is. */
  private final boolean longsWithin;

  private final long[] magnitude;

  DecimalLimit(int limbs, int precision) {
    this.limbs = limbs;
    limit = new long[limbs];
    magnitude = new long[limbs];
    BigInteger power = BigInteger.TEN.pow(precision);
    for (int i = 0; i < limbs; i++) {
      limit[i] = power.shiftRight(i * Long.SIZE).longValue();
    }
    longsWithin = limit[1] != 0 || limit[0] < 0;
  }

  /**
   * Whether the first {@code count} values fit. May be false although they do, where {@link #fits}
   * has to tell: two limbs have no room for twice the largest value of 38 digits.
   */
  boolean allFit(long[] values, int count) {
    if (limbs == 2) {
      return longsWithin ? allFitTwoLimbs(values, count) : allFitLongs(values, count);
    }
    for (int i = 0; i < count; i++) {
      if (!fits(values, i)) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #allFitTwoLimbs}, of values whose upper limb repeats the sign of the lower one. */
  private boolean allFitLongs(long[] values, int count) {
    long largest = limit[0] - 1;
    long otherLimbs = 0;
    long outside = 0;
    for (int i = 0; i < count; i++) {
      long low = values[2 * i];
      otherLimbs |= values[2 * i + 1] ^ (low >> 63);
      outside |= (largest + low) | (largest - low);
    }
    return otherLimbs == 0 && outside >= 0;
  }

  /** Without a branch per value: a value out of bounds makes a sum or a difference negative. */
  private boolean allFitTwoLimbs(long[] values, int count) {
    long largestLow = limit[0] - 1;
    long largestHigh = limit[1];
    long outside = 0;
    for (int i = 0; i < count; i++) {
      long low = values[2 * i];
      long high = values[2 * i + 1];
      long sum = largestLow + low;
      long carry = ((largestLow & low) | ((largestLow | low) & ~sum)) >>> (Long.SIZE - 1);
      long difference = largestLow - low;
      long borrow = ((~largestLow & low) | ((~largestLow | low) & difference)) >>> (Long.SIZE - 1);
      outside |= (largestHigh + high + carry) | (largestHigh - high - borrow);
    }
    return outside >= 0;
  }

  /** Whether value {@code index} fits. */
  boolean fits(long[] values, int index) {
    int at = index * limbs;
    long low = values[at];
    long sign = low >> 63;
    long difference = 0;
    for (int i = 1; i < limbs; i++) {
      difference |= values[at + i] ^ sign;
    }
    if (difference == 0) {
      // Compared negated: the magnitude of the least long has no long.
      return longsWithin || -Math.abs(low) > -limit[0];
    }
    return longsWithin && isBelowLimit(values, at);
  }

  private boolean isBelowLimit(long[] values, int at) {
    boolean negative = values[at + limbs - 1] < 0;
    long carry = negative ? 1 : 0;
    for (int i = 0; i < limbs; i++) {
      long limb = negative ? ~values[at + i] + carry : values[at + i];
      carry = carry != 0 && limb == 0 ? 1 : 0;
      magnitude[i] = limb;
    }
    for (int i = limbs - 1; i >= 0; i--) {
      int comparison = Long.compareUnsigned(magnitude[i], limit[i]);
      if (comparison != 0) {
        return comparison < 0;
      }
    }
    return false;
  }
}
