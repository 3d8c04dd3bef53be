package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and timestamps of every unit, before 1970 too, at every precision that is asked for. */
class TimesOfAnyUnitAreReadTest {

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"MILLIS,1000000", "MICROS,1000", "NANOS,1"})
  void timestampsOfEveryUnit(String unit, long nanosPerUnit) throws Exception {
    List<Long> values = values();
    for (boolean adjusted : new boolean[] {false, true}) {
      Path file =
          GroupFile.write(
              directory.resolve("timestamps.parquet"),
              "required int64 column (TIMESTAMP(%s,%b));".formatted(unit, adjusted),
              values,
              (row, value) -> row.add(0, value));
      for (int precision = 0; precision <= 9; precision++) {
        assertThat(GroupFile.read(file, timestamp(adjusted, precision)))
            .isEqualTo(expected(values, nanosPerUnit, precision));
      }
    }
  }

  @Test
  void int96IsReadAsEitherTimestamp() throws Exception {
    List<Long> values = values();
    Path file =
        GroupFile.write(
            directory.resolve("timestamps.parquet"),
            "required int96 column;",
            values,
            (Group row, Long value) ->
                row.add(
                    0,
                    GroupFile.int96(
                        2_440_588 + Math.floorDiv(value, NANOS_PER_DAY),
                        Math.floorMod(value, NANOS_PER_DAY))));
    for (int precision = 0; precision <= 9; precision++) {
      List<TimestampData> expected = expected(values, 1, precision);
      assertThat(GroupFile.read(file, timestamp(false, precision))).isEqualTo(expected);
      assertThat(GroupFile.read(file, timestamp(true, precision))).isEqualTo(expected);
    }
  }

  /** An hour of one day is no hour of the next: reading one as the other would shift it. */
  @Test
  void localTimesAndInstantsAreNotMixedUp() throws Exception {
    for (boolean adjusted : new boolean[] {false, true}) {
      Path file =
          GroupFile.write(
              directory.resolve("timestamps.parquet"),
              "required int64 column (TIMESTAMP(MICROS,%b));".formatted(adjusted),
              List.of(1L),
              (row, value) -> row.add(0, value));
      assertThatThrownBy(() -> GroupFile.read(file, timestamp(!adjusted, 6)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining(
              "Column 'column' of file:%s cannot be read as %s, because it is: required int64 column (TIMESTAMP(MICROS,%b))"
                  .formatted(file, timestamp(!adjusted, 6).asSummaryString(), adjusted));
    }
  }

  @ParameterizedTest
  @CsvSource({"int32,MILLIS,1000000", "int64,MICROS,1000", "int64,NANOS,1"})
  void timesOfEveryUnit(String physical, String unit, long nanosPerUnit) throws Exception {
    List<Long> nanos =
        List.of(0L, 1L, 999_999L, 1_000_000L, 45_296_789_123_456L, NANOS_PER_DAY - 1);
    Path file =
        GroupFile.write(
            directory.resolve("times.parquet"),
            "required %s column (TIME(%s,false));".formatted(physical, unit),
            nanos,
            (row, value) -> {
              if (physical.equals("int32")) {
                row.add(0, (int) (value / nanosPerUnit));
              } else {
                row.add(0, value / nanosPerUnit);
              }
            });
    assertThat(GroupFile.read(file, new TimeType(false, 3)))
        .isEqualTo(nanos.stream().map(value -> (int) (value / 1_000_000)).toList());
  }

  @Test
  void datesBefore1970() throws Exception {
    List<Integer> days = List.of(0, -1, 20_000, -719_162, Integer.MIN_VALUE, Integer.MAX_VALUE);
    Path file =
        GroupFile.write(
            directory.resolve("dates.parquet"),
            "required int32 column (DATE);",
            days,
            (row, value) -> row.add(0, value));
    assertThat(GroupFile.read(file, new DateType(false))).isEqualTo(days);
    assertThatThrownBy(() -> GroupFile.read(file, new BigIntType()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static LogicalType timestamp(boolean adjusted, int precision) {
    return adjusted
        ? new LocalZonedTimestampType(false, precision)
        : new TimestampType(false, precision);
  }

  private static List<Long> values() {
    Random random = new Random(1);
    List<Long> values =
        new ArrayList<>(List.of(0L, 1L, -1L, 999L, -999L, -1_000L, -1_000_001L, -999_999_999L));
    for (int i = 0; i < 200; i++) {
      values.add(random.nextLong() >> (1 + random.nextInt(40)));
    }
    return values;
  }

  private static List<TimestampData> expected(List<Long> values, long nanosPerUnit, int precision) {
    BigInteger step = BigInteger.TEN.pow(9 - precision);
    return values.stream()
        .map(
            value -> {
              BigInteger nanos =
                  BigInteger.valueOf(value).multiply(BigInteger.valueOf(nanosPerUnit));
              BigInteger kept = nanos.subtract(nanos.mod(step));
              BigInteger nano = kept.mod(NANOS_PER_SECOND);
              long second = kept.subtract(nano).divide(NANOS_PER_SECOND).longValueExact();
              return TimestampData.fromInstant(Instant.ofEpochSecond(second, nano.intValue()));
            })
        .toList();
  }
}
