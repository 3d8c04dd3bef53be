package io.flinkarrow.testing;

import java.math.BigInteger;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Random values of the fixed-width types, as Arrow's buffers hold them. */
final class RandomValues {

  private static final int SECONDS_PER_DAY = 86_400;

  /** About the years 1785 to 2155: nanoseconds fit 64 bits. */
  private static final int MAX_DAYS = 67_500;

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  int width(ArrowType type) {
    return switch (type.getTypeID()) {
      case Int -> ((ArrowType.Int) type).getBitWidth() / Byte.SIZE;
      case FloatingPoint ->
          switch (((ArrowType.FloatingPoint) type).getPrecision()) {
            case HALF -> 2;
            case SINGLE -> 4;
            case DOUBLE -> 8;
          };
      case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
      case Decimal -> ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE;
      case Date ->
          switch (((ArrowType.Date) type).getUnit()) {
            case DAY -> 4;
            case MILLISECOND -> 8;
          };
      case Time -> ((ArrowType.Time) type).getBitWidth() / Byte.SIZE;
      case Timestamp, Duration -> 8;
      case Interval ->
          switch (((ArrowType.Interval) type).getUnit()) {
            case YEAR_MONTH -> 4;
            case DAY_TIME -> 8;
            case MONTH_DAY_NANO -> 16;
          };
      default -> throw new IllegalArgumentException("No fixed width: " + type);
    };
  }

  /** Writes a value that is in the range of its type. */
  void put(ArrowType type, byte[] bytes, int at) {
    int width = width(type);
    switch (type.getTypeID()) {
      case Int -> putInteger((ArrowType.Int) type, bytes, at, width);
      case FloatingPoint -> putFloatingPoint((ArrowType.FloatingPoint) type, bytes, at, width);
      case Decimal ->
          putLittleEndian(decimal(((ArrowType.Decimal) type).getPrecision()), bytes, at, width);
      case Date -> putLittleEndian(date((ArrowType.Date) type), bytes, at, width);
      case Time ->
          putLittleEndian(
              between(0, SECONDS_PER_DAY * perSecond(((ArrowType.Time) type).getUnit())),
              bytes,
              at,
              width);
      case Timestamp -> putLongTime(((ArrowType.Timestamp) type).getUnit(), bytes, at);
      case Duration -> putLongTime(((ArrowType.Duration) type).getUnit(), bytes, at);
      case Interval -> putInterval((ArrowType.Interval) type, bytes, at);
      default -> {
        // Fixed binary: the random bytes that are there already will do.
      }
    }
  }

  private void putLongTime(TimeUnit unit, byte[] bytes, int at) {
    long limit = (long) MAX_DAYS * SECONDS_PER_DAY * perSecond(unit);
    putLittleEndian(between(-limit, limit), bytes, at, Long.BYTES);
  }

  /** Parts that Parquet has: none is negative, and nanoseconds are whole milliseconds. */
  private void putInterval(ArrowType.Interval type, byte[] bytes, int at) {
    BigInteger months = BigInteger.valueOf(random.nextInt(500));
    BigInteger days = BigInteger.valueOf(random.nextInt(100_000));
    BigInteger milliseconds = BigInteger.valueOf(random.nextInt(Integer.MAX_VALUE));
    switch (type.getUnit()) {
      case YEAR_MONTH -> putLittleEndian(months, bytes, at, 4);
      case DAY_TIME -> {
        putLittleEndian(days, bytes, at, 4);
        putLittleEndian(milliseconds, bytes, at + 4, 4);
      }
      case MONTH_DAY_NANO -> {
        putLittleEndian(months, bytes, at, 4);
        putLittleEndian(days, bytes, at + 4, 4);
        putLittleEndian(milliseconds.multiply(BigInteger.valueOf(1_000_000)), bytes, at + 8, 8);
      }
    }
  }

  private void putInteger(ArrowType.Int type, byte[] bytes, int at, int width) {
    long[] extremes = {0, -1, 1L << (type.getBitWidth() - 1), (1L << (type.getBitWidth() - 1)) - 1};
    if (random.nextInt(5) == 0) {
      putLittleEndian(
          BigInteger.valueOf(extremes[random.nextInt(extremes.length)]), bytes, at, width);
    } else if (random.nextBoolean()) {
      putLittleEndian(BigInteger.valueOf(random.nextInt(100)), bytes, at, width);
    }
  }

  private void putFloatingPoint(ArrowType.FloatingPoint type, byte[] bytes, int at, int width) {
    if (random.nextInt(3) != 0) {
      return;
    }
    long bits =
        switch (type.getPrecision()) {
          case HALF -> new long[] {0, 0x8000, 0x7E00, 0x7C00, 0xFC00}[random.nextInt(5)];
          case SINGLE ->
              Float.floatToRawIntBits(
                  new float[] {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE}
                      [random.nextInt(5)]);
          case DOUBLE ->
              Double.doubleToRawLongBits(
                  new double[] {0d, -0d, Double.NaN, Double.NEGATIVE_INFINITY, 1.5}
                      [random.nextInt(5)]);
        };
    putLittleEndian(BigInteger.valueOf(bits), bytes, at, width);
  }

  private BigInteger decimal(int precision) {
    BigInteger limit = BigInteger.TEN.pow(precision);
    BigInteger magnitude =
        switch (random.nextInt(4)) {
          case 0 -> limit.subtract(BigInteger.ONE);
          case 1 -> BigInteger.valueOf(random.nextInt(10));
          default -> new BigInteger(limit.bitLength() + 8, random).mod(limit);
        };
    return random.nextBoolean() ? magnitude.negate() : magnitude;
  }

  private BigInteger date(ArrowType.Date type) {
    long days = (long) random.nextInt(2 * MAX_DAYS) - MAX_DAYS;
    return switch (type.getUnit()) {
      case DAY -> BigInteger.valueOf(days);
      case MILLISECOND ->
          BigInteger.valueOf(days * SECONDS_PER_DAY * 1000 + random.nextInt(SECONDS_PER_DAY));
    };
  }

  private BigInteger between(long from, long to) {
    return BigInteger.valueOf(from + (long) (random.nextDouble() * (to - from)));
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  private static void putLittleEndian(BigInteger value, byte[] bytes, int at, int width) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = value.shiftRight(i * Byte.SIZE).byteValue();
    }
  }
}
