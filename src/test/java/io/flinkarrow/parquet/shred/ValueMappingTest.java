package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.bytes;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.Test;

/** What each type's extremes become, and what is refused for not fitting. */
class ValueMappingTest {

  private static final long DAY = 86_400_000L;

  private static List<Object> values(ArrowType type, int slots, ByteBuffer data) {
    BatchShredder shredder = shredder(required("a", type));
    shredder.bind(new HandMade(slots).node(slots, 0, none(), data).batch());
    return Slices.values(Slices.only(shredder.leaf(0), 0, slots).values());
  }

  private static void assertRefused(ArrowType type, int slots, ByteBuffer data, String message) {
    assertThatThrownBy(() -> values(type, slots, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void smallIntegersAreWidenedByTheirSign() {
    assertThat(values(new ArrowType.Int(8, true), 3, bytes(0x80, 0xFF, 0x7F)))
        .containsExactly(-128, -1, 127);
    assertThat(values(new ArrowType.Int(8, false), 3, bytes(0x80, 0xFF, 0x7F)))
        .containsExactly(128, 255, 127);
    assertThat(values(new ArrowType.Int(16, true), 2, bytes(0x00, 0x80, 0xFE, 0xFF)))
        .containsExactly(-32768, -2);
    assertThat(values(new ArrowType.Int(16, false), 2, bytes(0x00, 0x80, 0xFE, 0xFF)))
        .containsExactly(32768, 65534);
  }

  @Test
  void wideUnsignedIntegersKeepTheirBits() {
    assertThat(values(new ArrowType.Int(32, false), 1, ints(-1))).containsExactly(-1);
    assertThat(values(new ArrowType.Int(64, false), 1, longs(Long.MIN_VALUE)))
        .containsExactly(Long.MIN_VALUE);
  }

  @Test
  void floatingPointNumbersKeepTheirBits() {
    int[] floats = {0x80000000, 0x7FC00001, 0x7F800001, 0xFFC12345};
    assertThat(values(single(), 4, ints(floats)))
        .containsExactly(0x80000000, 0x7FC00001, 0x7F800001, 0xFFC12345);
    long[] doubles = {Long.MIN_VALUE, 0x7FF0000000000001L};
    assertThat(
            values(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), 2, longs(doubles)))
        .containsExactly(Long.MIN_VALUE, 0x7FF0000000000001L);
    assertThat(
            values(
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                2,
                bytes(0x00, 0x80, 0x01, 0x7E)))
        .containsExactly(
            ByteBuffer.wrap(new byte[] {0, (byte) 0x80}), ByteBuffer.wrap(new byte[] {1, 0x7E}));
  }

  @Test
  void intervalsBecomeMonthsDaysAndMilliseconds() {
    assertThat(values(interval(IntervalUnit.YEAR_MONTH), 1, ints(Integer.MAX_VALUE)))
        .containsExactly(parts(Integer.MAX_VALUE, 0, 0));
    assertThat(values(interval(IntervalUnit.DAY_TIME), 2, ints(1, 2, 0, Integer.MAX_VALUE)))
        .containsExactly(parts(0, 1, 2), parts(0, 0, Integer.MAX_VALUE));
    long most = 0xFFFF_FFFFL * 1_000_000;
    assertThat(
            values(
                interval(IntervalUnit.MONTH_DAY_NANO), 2, longs(2L << 32 | 1, most, 0, 1_000_000)))
        .containsExactly(parts(1, 2, -1), parts(0, 0, 1));
  }

  @Test
  void intervalsThatParquetCannotHoldAreRefused() {
    String advice =
        ", which Parquet's INTERVAL cannot hold; correct the value, or write the parts as Int"
            + " columns";
    String row = "Column a, row 1 of the batch: the interval has ";
    assertRefused(
        interval(IntervalUnit.YEAR_MONTH), 2, ints(0, -1), row + "negative months" + advice);
    assertRefused(
        interval(IntervalUnit.DAY_TIME),
        2,
        ints(0, 0, 0, -1),
        row + "negative days or milliseconds" + advice);
    ArrowType all = interval(IntervalUnit.MONTH_DAY_NANO);
    assertRefused(all, 2, longs(0, 0, 0xFFFF_FFFFL, 0), row + "negative months or days" + advice);
    assertRefused(
        all,
        2,
        longs(0, 0, 0, 1_000_001),
        row + "nanoseconds that are no whole milliseconds" + advice);
    for (long nanoseconds :
        new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 32) * 1_000_000}) {
      assertRefused(
          all,
          2,
          longs(0, 0, 0, nanoseconds),
          row + "nanoseconds that are negative or more than 32 bits of milliseconds" + advice);
    }
  }

  private static ArrowType interval(IntervalUnit unit) {
    return new ArrowType.Interval(unit);
  }

  private static ByteBuffer parts(int months, int days, int milliseconds) {
    return ints(months, days, milliseconds);
  }

  private static ArrowType single() {
    return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  }

  @Test
  void datesInMillisecondsAreRoundedDownToDays() {
    ArrowType date = new ArrowType.Date(DateUnit.MILLISECOND);
    long last = Integer.MAX_VALUE * DAY + DAY - 1;
    assertThat(values(date, 5, longs(0, -1, -DAY, DAY - 1, last)))
        .containsExactly(0, -1, -1, 0, Integer.MAX_VALUE);
    assertRefused(
        date,
        2,
        longs(0, last + 1),
        "Column a, row 1 of the batch: the date does not fit 32 bits in days; correct the value");
  }

  @Test
  void secondsBecomeMillisecondsIfTheyFit() {
    ArrowType timestamp = new ArrowType.Timestamp(TimeUnit.SECOND, null);
    long most = Long.MAX_VALUE / 1000;
    assertThat(values(timestamp, 3, longs(-1, most, -most)))
        .containsExactly(-1000L, most * 1000, -most * 1000);
    assertRefused(
        timestamp,
        3,
        longs(0, 1, most + 1),
        "Column a, row 2 of the batch: the timestamp does not fit 64 bits in its column's"
            + " unit; correct the value");
    assertRefused(
        timestamp,
        1,
        longs(Long.MIN_VALUE),
        "Column a, row 0 of the batch: the timestamp does not fit 64 bits in its column's"
            + " unit; correct the value");
    ArrowType time = new ArrowType.Time(TimeUnit.SECOND, 32);
    assertThat(values(time, 1, ints(86_399))).containsExactly(86_399_000);
    assertRefused(
        time,
        1,
        ints(Integer.MAX_VALUE),
        "Column a, row 0 of the batch: the time in seconds does not fit 32 bits in milliseconds;"
            + " correct the value");
  }

  @Test
  void whatNullSlotsHoldIsNotConverted() {
    BatchShredder shredder =
        shredder(nullable("a", new ArrowType.Timestamp(TimeUnit.SECOND, null)));
    shredder.bind(new HandMade(2).node(2, 1, bits("01"), longs(Long.MAX_VALUE, 2)).batch());
    assertThat(Slices.values(Slices.only(shredder.leaf(0), 0, 2).values())).containsExactly(2000L);
  }

  @Test
  void decimalsAreCutToTheirPrecisionAndRefusedBeyondIt() {
    for (int bits : new int[] {128, 256}) {
      for (int precision = 1; precision <= (bits == 128 ? 38 : 76); precision++) {
        BigInteger limit = BigInteger.TEN.pow(precision);
        BigInteger most = limit.subtract(BigInteger.ONE);
        ArrowType type = new ArrowType.Decimal(precision, 0, bits);
        List<BigInteger> good =
            List.of(most, most.negate(), BigInteger.ZERO, BigInteger.ONE.negate());
        List<Object> written = values(type, good.size(), decimals(bits, good));
        for (int i = 0; i < good.size(); i++) {
          assertThat(number(written.get(i))).as("precision %d", precision).isEqualTo(good.get(i));
        }
        for (BigInteger bad :
            List.of(
                limit,
                limit.negate(),
                BigInteger.ONE.shiftLeft(bits - 1).negate(),
                BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE),
                BigInteger.valueOf(Long.MIN_VALUE))) {
          if (bad.abs().compareTo(limit) >= 0) {
            assertRefused(
                type,
                2,
                decimals(bits, List.of(BigInteger.ZERO, bad)),
                ("Column a, row 1 of the batch: the decimal has more than the %d digits of its"
                        + " type; correct the value or widen the type")
                    .formatted(precision));
          }
        }
      }
    }
  }

  private static ByteBuffer decimals(int bits, List<BigInteger> numbers) {
    int[] bytes = new int[numbers.size() * bits / 8];
    for (int i = 0; i < bytes.length; i++) {
      int width = bits / 8;
      bytes[i] = numbers.get(i / width).shiftRight(i % width * 8).intValue() & 0xFF;
    }
    return bytes(bytes);
  }

  private static BigInteger number(Object value) {
    return value instanceof ByteBuffer bytes
        ? new BigInteger(bytes.array())
        : BigInteger.valueOf(((Number) value).longValue());
  }

  @Test
  void refusalsBelowListsNameTheRow() {
    BatchShredder shredder =
        shredder(
            nullable("l", new ArrowType.List(), nullable("e", new ArrowType.Decimal(2, 0, 128))));
    HandMade batch =
        new HandMade(4)
            .node(4, 1, bits("1011"), ints(0, 2, 2, 2, 4))
            .node(4, 1, bits("1011"), decimals(128, numbers(1, 1, 2, 100)));
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .hasMessageContaining("Column l.list.element, row 3 of the batch");
  }

  private static List<BigInteger> numbers(long... numbers) {
    return Arrays.stream(numbers).mapToObj(BigInteger::valueOf).toList();
  }
}
