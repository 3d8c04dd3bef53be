package io.flinkarrow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.arrow.memory.util.Float16;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DayTimeIntervalType;
import org.apache.flink.table.types.logical.DayTimeIntervalType.DayTimeResolution;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of every unit, width and precision, the extremes first, become what unbounded numbers say,
 * or are refused where that has no place.
 */
class ConversionsKeepWhatValuesMeanTest {

  private static final BigInteger NANOS_PER_MILLI = BigInteger.valueOf(1_000_000);
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  private static final List<Long> VALUES = values();

  private static List<Long> values() {
    List<Long> values = new ArrayList<>();
    for (int bits = 0; bits < Long.SIZE; bits++) {
      for (long near : new long[] {-1, 0, 1}) {
        values.add((1L << bits) + near);
        values.add(-(1L << bits) + near);
      }
    }
    for (long step = 1; step > 0 && step <= 1_000_000_000_000_000_000L; step *= 10) {
      values.addAll(List.of(step - 1, step, -step, -step - 1, Long.MIN_VALUE + step));
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      values.add(random.nextLong() >> random.nextInt(Long.SIZE));
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 1_000_000, 1_000_000_000})
  void timestamps(long unitsPerSecond) {
    for (int precision = 0; precision <= 9; precision++) {
      BigInteger step = BigInteger.TEN.pow(9 - precision);
      LongFunction<Object> conversion =
          TimeConversions.timestamp(
              unitsPerSecond,
              TimestampConversion.find(false, new TimestampType(precision)).orElseThrow());
      for (long value : VALUES) {
        BigInteger nanos = nanos(value, unitsPerSecond);
        BigInteger kept = nanos.subtract(nanos.mod(step));
        BigInteger nanosOfMilli = kept.mod(NANOS_PER_MILLI);
        BigInteger millis = kept.subtract(nanosOfMilli).divide(NANOS_PER_MILLI);
        assertConverts(
            conversion,
            value,
            millis.bitLength() < Long.SIZE,
            () -> TimestampData.fromEpochMillis(millis.longValue(), nanosOfMilli.intValue()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 1_000_000, 1_000_000_000})
  void timesOfDay(long unitsPerSecond) {
    LongFunction<Object> conversion =
        TimeConversions.time(unitsPerSecond, new TimeType(0)).orElseThrow();
    List<Long> values = new ArrayList<>(VALUES);
    values.addAll(List.of(86_400 * unitsPerSecond - 1, 86_400 * unitsPerSecond, 3_000_000L));
    for (long value : values) {
      BigInteger millis = nanos(value, unitsPerSecond).divide(NANOS_PER_MILLI);
      boolean ofDay = value >= 0 && millis.compareTo(BigInteger.valueOf(86_400_000)) < 0;
      assertConverts(conversion, value, ofDay, millis::intValue);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 1_000_000, 1_000_000_000})
  void durations(long unitsPerSecond) {
    LongFunction<Object> conversion =
        TimeConversions.duration(
                unitsPerSecond, new DayTimeIntervalType(DayTimeResolution.DAY_TO_SECOND))
            .orElseThrow();
    for (long value : VALUES) {
      BigInteger nanos = nanos(value, unitsPerSecond);
      BigInteger millis = nanos.subtract(nanos.mod(NANOS_PER_MILLI)).divide(NANOS_PER_MILLI);
      assertConverts(conversion, value, millis.bitLength() < Long.SIZE, millis::longValue);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 86_400_000})
  void dates(long unitsPerDay) {
    LongFunction<Object> dates = TimeConversions.date(unitsPerDay, new DateType()).orElseThrow();
    LongFunction<Object> midnights =
        TimeConversions.date(unitsPerDay, new TimestampType(0)).orElseThrow();
    for (long value : VALUES) {
      long day = Math.floorDiv(value, unitsPerDay);
      boolean fits = day == (int) day;
      assertConverts(dates, value, fits, () -> (int) day);
      assertConverts(
          midnights,
          value,
          fits,
          () -> TimestampData.fromLocalDateTime(LocalDate.ofEpochDay(day).atStartOfDay()));
    }
    assertThat(TimeConversions.date(unitsPerDay, new LocalZonedTimestampType(3))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8,true",
    "16,true",
    "32,true",
    "64,true",
    "8,false",
    "16,false",
    "32,false",
    "64,false"
  })
  void integers(int bits, boolean signed) {
    for (String name :
        List.of(
            "TINYINT",
            "SMALLINT",
            "INT",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(2, 0)",
            "DECIMAL(3, 0)",
            "DECIMAL(5, 0)",
            "DECIMAL(7, 2)",
            "DECIMAL(10, 0)",
            "DECIMAL(18, 0)",
            "DECIMAL(19, 0)",
            "DECIMAL(20, 0)",
            "DECIMAL(38, 18)",
            "DECIMAL(38, 19)")) {
      LogicalType asked = LogicalTypeParser.parse(name, getClass().getClassLoader());
      Optional<LongFunction<Object>> found = IntegerConversions.find(bits, signed, asked);
      BigInteger most = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
      BigInteger least = signed ? most.not() : BigInteger.ZERO;
      boolean whole = name.endsWith("INT");
      assertThat(found.isPresent())
          .as("%d bits, signed %s, as %s", bits, signed, name)
          .isEqualTo(whole || (isHeld(most, asked) && isHeld(least, asked)));
      for (long raw : VALUES) {
        BigInteger value = ofBits(raw, bits, signed);
        found.ifPresent(
            conversion ->
                assertConverts(
                    conversion,
                    bits == Long.SIZE ? raw : value.longValue(),
                    isHeld(value, asked),
                    () -> held(value, asked)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9,2", "18,0", "18,3", "19,0", "38,10", "5,-2"})
  void decimals(int precision, int scale) {
    for (int askedPrecision : new int[] {4, 9, 10, 18, 19, 20, 38}) {
      for (int askedScale : new int[] {0, 2, 3, 4}) {
        DecimalType asked = new DecimalType(askedPrecision, askedScale);
        Optional<DecimalConversion> found = DecimalConversion.find(precision, scale, asked);
        assertThat(found.isPresent())
            .isEqualTo(askedScale >= scale && askedPrecision - askedScale >= precision - scale);
        found.ifPresent(
            conversion -> {
              for (long unscaled : VALUES) {
                for (BigInteger value :
                    List.of(
                        BigInteger.valueOf(unscaled), BigInteger.valueOf(unscaled).shiftLeft(40))) {
                  assertDecimal(conversion, new BigDecimal(value, scale), asked);
                }
              }
            });
      }
    }
  }

  private static void assertDecimal(
      DecimalConversion conversion, BigDecimal value, DecimalType asked) {
    BigInteger unscaled = value.unscaledValue();
    DecimalData expected =
        DecimalData.fromBigDecimal(value, asked.getPrecision(), asked.getScale());
    if (expected == null) {
      assertThatThrownBy(() -> conversion.of(unscaled)).isInstanceOf(UnfitValueException.class);
      return;
    }
    assertThat(conversion.of(unscaled)).isEqualTo(expected);
    if (unscaled.bitLength() < Long.SIZE) {
      assertThat(conversion.of(unscaled.longValue())).isEqualTo(expected);
    }
  }

  @Test
  void halves() {
    for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
      assertThat(Float.floatToIntBits(FloatingPointConversions.half((short) bits)))
          .isEqualTo(Float.floatToIntBits(Float16.toFloat((short) bits)));
    }
  }

  private static BigInteger ofBits(long raw, int bits, boolean signed) {
    BigInteger value = BigInteger.valueOf(raw).mod(BigInteger.ONE.shiftLeft(bits));
    return signed && value.testBit(bits - 1)
        ? value.subtract(BigInteger.ONE.shiftLeft(bits))
        : value;
  }

  private static boolean isHeld(BigInteger value, LogicalType asked) {
    BigDecimal decimal = new BigDecimal(value);
    return switch (asked.getTypeRoot()) {
      case TINYINT -> value.bitLength() < 8;
      case SMALLINT -> value.bitLength() < 16;
      case INTEGER -> value.bitLength() < 32;
      case BIGINT -> value.bitLength() < 64;
      case FLOAT -> new BigDecimal(value.floatValue()).compareTo(decimal) == 0;
      case DOUBLE -> new BigDecimal(value.doubleValue()).compareTo(decimal) == 0;
      default -> held(value, asked) != null;
    };
  }

  private static Object held(BigInteger value, LogicalType asked) {
    return switch (asked.getTypeRoot()) {
      case TINYINT -> value.byteValueExact();
      case SMALLINT -> value.shortValueExact();
      case INTEGER -> value.intValueExact();
      case BIGINT -> value.longValueExact();
      case FLOAT -> value.floatValue();
      case DOUBLE -> value.doubleValue();
      default -> {
        DecimalType decimal = (DecimalType) asked;
        yield DecimalData.fromBigDecimal(
            new BigDecimal(value), decimal.getPrecision(), decimal.getScale());
      }
    };
  }

  private static BigInteger nanos(long value, long unitsPerSecond) {
    return BigInteger.valueOf(value)
        .multiply(NANOS_PER_SECOND.divide(BigInteger.valueOf(unitsPerSecond)));
  }

  private static void assertConverts(
      LongFunction<Object> conversion, long value, boolean fits, Supplier<Object> expected) {
    if (fits) {
      assertThat(conversion.apply(value)).as("%d", value).isEqualTo(expected.get());
    } else {
      assertThatThrownBy(() -> conversion.apply(value))
          .as("%d", value)
          .isInstanceOf(UnfitValueException.class)
          .hasMessageStartingWith("the ");
    }
  }
}
