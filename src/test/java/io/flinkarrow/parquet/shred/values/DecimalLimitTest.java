package io.flinkarrow.parquet.shred.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalLimitTest {

  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({"2, 38", "4, 76"})
  void tellsWhatBigIntegersTell(int limbs, int precisions) {
    for (int precision = 1; precision <= precisions; precision++) {
      DecimalLimit limit = new DecimalLimit(limbs, precision);
      for (BigInteger value : valuesAroundBounds(limbs, precision)) {
        boolean fits = value.abs().compareTo(BigInteger.TEN.pow(precision)) < 0;
        long[] values = new long[3 * limbs];
        put(value, limbs, values, random.nextInt(3));
        assertThat(limit.fits(limbsOf(value, limbs), 0)).as("%s", value).isEqualTo(fits);
        if (precision < 38 || limbs > 2 || !fits) {
          assertThat(limit.allFit(values, 3)).as("%s", value).isEqualTo(fits);
        }
      }
    }
  }

  private List<BigInteger> valuesAroundBounds(int limbs, int precision) {
    int bits = limbs * Long.SIZE;
    List<BigInteger> bounds = new ArrayList<>();
    bounds.add(BigInteger.ZERO);
    bounds.add(BigInteger.TEN.pow(precision));
    bounds.add(BigInteger.TEN.pow(precision).shiftLeft(1));
    for (int power = Integer.SIZE - 1; power < bits; power += Integer.SIZE) {
      bounds.add(BigInteger.ONE.shiftLeft(power));
      bounds.add(BigInteger.ONE.shiftLeft(power + 1));
    }
    for (int i = 0; i < 50; i++) {
      bounds.add(new BigInteger(random.nextInt(bits), random));
    }
    List<BigInteger> values = new ArrayList<>();
    for (BigInteger bound : bounds) {
      for (int step = -2; step <= 2; step++) {
        BigInteger value = bound.add(BigInteger.valueOf(step));
        values.add(value);
        values.add(value.negate());
      }
    }
    values.removeIf(value -> value.bitLength() >= bits);
    return values;
  }

  private static long[] limbsOf(BigInteger value, int limbs) {
    long[] values = new long[limbs];
    put(value, limbs, values, 0);
    return values;
  }

  private static void put(BigInteger value, int limbs, long[] values, int index) {
    for (int i = 0; i < limbs; i++) {
      values[index * limbs + i] = value.shiftRight(i * Long.SIZE).longValue();
    }
  }
}
