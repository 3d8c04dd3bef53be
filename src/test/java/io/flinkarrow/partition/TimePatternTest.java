package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimePatternTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd",
        "yyyy",
        "uuuu-DDD",
        "yyyyMM",
        "HH",
        "yyyy-MM-dd'T'HH",
        "HHmm",
        "d.M.yy",
        "yyyyMMddHHmmss",
        "'week of' yyyy",
        "ss"
      })
  void namesAreThoseOfTheFormatterForEverySecond(String pattern) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern);
    Random random = new Random(2);
    for (ZoneId zone :
        new ZoneId[] {ZoneOffset.UTC, ZoneId.of("America/New_York"), ZoneOffset.ofHours(9)}) {
      PartitionValueFormat form = PartitionValueFormat.timeBy(TimePattern.of(pattern), zone);
      for (int i = 0; i < 5_000; i++) {
        long seconds = random.nextLong(-62_135_500_000L, 253_402_200_000L);
        if (i % 2 == 0) {
          // The hours in which New York's clocks are set.
          seconds = 1_710_054_000L + random.nextLong(10_800);
        }
        assertThat(form.text(form.key(seconds)))
            .isEqualTo(formatter.format(Instant.ofEpochSecond(seconds).atZone(zone)));
      }
      PartitionValueFormat clock = PartitionValueFormat.timeBy(TimePattern.of(pattern), null);
      assertThat(clock.text(clock.key(-1)))
          .isEqualTo(formatter.format(LocalDateTime.of(1969, 12, 31, 23, 59, 59)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "yyyy/MM/dd | characters that directory names must escape",
        "HH:mm | characters that directory names must escape",
        "yyyy'%'MM | characters that directory names must escape",
        "YYYY-MM-dd | 'Y' is not one of the letters",
        "yyyy-MM-dd'T'HHX | 'X' is not one of the letters",
        "VV | 'V' is not one of the letters",
        "yyyy SSS | 'S' is not one of the letters",
        "MMM | the names of months",
        "'fixed' | none of the letters",
        "\"\" | none of the letters",
        "yyyy'open | can't name partitions",
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy | can't name partitions"
      })
  void aPatternThatMakesNoGoodNamesIsRefusedAtOnce(String pattern, String reason) {
    assertThatThrownBy(() -> PartitionByColumns.ofTimestamp("dt", "time", pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "'")
        .hasMessageContaining(reason);
  }

  @Test
  void timesBeyondFourDigitYearsHaveNoName() {
    PartitionValueFormat form =
        PartitionValueFormat.timeBy(TimePattern.of("yyyy"), ZoneId.of("Asia/Tokyo"));
    for (long seconds :
        new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -62_135_596_801L, 253_402_300_799L}) {
      assertThat(form.hasText(form.key(seconds))).isFalse();
    }
    assertThat(form.hasText(form.key(253_402_300_799L - 9 * 3_600))).isTrue();
    assertThat(form.text(form.key(253_402_300_799L - 9 * 3_600))).isEqualTo("9999");
    assertThat(form.text(form.key(-62_135_596_800L))).isEqualTo("0001");
  }
}
