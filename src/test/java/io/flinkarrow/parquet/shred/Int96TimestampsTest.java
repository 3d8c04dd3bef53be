package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.int96Shredder;
import static io.flinkarrow.parquet.shred.HandMade.longs;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.JulianFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What timestamps become as INT96, by the calendar of the JDK, and what does not fit. */
class Int96TimestampsTest {

  private static final long SECONDS_PER_DAY = 86_400;

  private static final String REFUSAL =
      "the Julian day of the timestamp does not fit the 32 bits of INT96; correct the value";

  private static List<Object> values(TimeUnit unit, String zone, long... timestamps) {
    BatchShredder shredder = int96Shredder(required("a", new ArrowType.Timestamp(unit, zone)));
    int slots = timestamps.length;
    shredder.bind(new HandMade(slots).node(slots, 0, none(), longs(timestamps)).batch());
    return Slices.values(Slices.only(shredder.leaf(0), 0, slots).values());
  }

  private static ByteBuffer int96(long nanosecondsOfDay, int julianDay) {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(nanosecondsOfDay)
        .putInt(julianDay)
        .flip();
  }

  /** By way of the JDK's calendar. */
  private static ByteBuffer reference(TimeUnit unit, long timestamp) {
    long perSecond = perSecond(unit);
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(timestamp, perSecond),
            Math.floorMod(timestamp, perSecond) * (1_000_000_000 / perSecond));
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return int96(time.toLocalTime().toNanoOfDay(), (int) time.getLong(JulianFields.JULIAN_DAY));
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  @ParameterizedTest
  @EnumSource(TimeUnit.class)
  void everyUnitFallsOnItsDay(TimeUnit unit) {
    long day = SECONDS_PER_DAY * perSecond(unit);
    Random random = new Random(unit.ordinal());
    List<Long> timestamps = new ArrayList<>(List.of(0L, 1L, -1L, day - 1, day, -day, -day - 1));
    for (int i = 0; i < 1000; i++) {
      timestamps.add(random.nextLong(-100_000, 100_000) * day + random.nextLong(day));
    }
    List<Object> expected = new ArrayList<>();
    timestamps.forEach(timestamp -> expected.add(reference(unit, timestamp)));
    long[] input = timestamps.stream().mapToLong(timestamp -> timestamp).toArray();
    assertThat(values(unit, null, input)).isEqualTo(expected);
    assertThat(values(unit, "Europe/Vienna", input)).isEqualTo(expected);
  }

  @Test
  void theLastMomentBefore1970IsTheLastOfItsDay() {
    assertThat(values(TimeUnit.NANOSECOND, null, -1, 0))
        .containsExactly(int96(86_399_999_999_999L, 2_440_587), int96(0, 2_440_588));
  }

  @Test
  void extremesOfFineUnitsFit() {
    for (TimeUnit unit : List.of(TimeUnit.MICROSECOND, TimeUnit.NANOSECOND)) {
      assertThat(values(unit, null, Long.MIN_VALUE, Long.MAX_VALUE))
          .containsExactly(reference(unit, Long.MIN_VALUE), reference(unit, Long.MAX_VALUE));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SECOND", "MILLISECOND"})
  void daysBeyond32BitsAreRefused(TimeUnit unit) {
    long day = SECONDS_PER_DAY * perSecond(unit);
    long most = (Integer.MAX_VALUE - 2_440_588L) * day + day - 1;
    long least = (Integer.MIN_VALUE - 2_440_588L) * day;
    long nanoseconds = (SECONDS_PER_DAY * perSecond(unit) - 1) * (1_000_000_000 / perSecond(unit));
    assertThat(values(unit, null, most, least))
        .containsExactly(int96(nanoseconds, Integer.MAX_VALUE), int96(0, Integer.MIN_VALUE));
    for (long bad : new long[] {most + 1, least - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> values(unit, null, 0, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Column a, row 1 of the batch: " + REFUSAL);
    }
  }

  @Test
  void whatNullSlotsHoldIsNotConverted() {
    BatchShredder shredder =
        int96Shredder(nullable("a", new ArrowType.Timestamp(TimeUnit.SECOND, null)));
    shredder.bind(new HandMade(3).node(3, 1, bits("101"), longs(1, Long.MAX_VALUE, 2)).batch());
    assertThat(Slices.values(Slices.only(shredder.leaf(0), 0, 3).values()))
        .containsExactly(int96(1_000_000_000, 2_440_588), int96(2_000_000_000, 2_440_588));
    assertThat(shredder.leaf(0).valueBytes(0, 3)).isEqualTo(36);
    assertThat(Slices.values(Slices.only(shredder.leaf(0), 1, 1).values())).isEmpty();
  }
}
