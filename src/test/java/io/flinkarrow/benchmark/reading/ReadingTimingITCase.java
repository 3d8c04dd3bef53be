package io.flinkarrow.benchmark.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.benchmark.DataSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The questions can still be asked, so that they can be trusted when figures are wanted. */
class ReadingTimingITCase {

  @ParameterizedTest
  @EnumSource
  void everyRowHasTheColumnsOfItsHead(ReadingQuestion question) throws Exception {
    Effort little = new Effort(0.005, 1);
    StringBuilder table = new StringBuilder(question.question().head());
    for (DataSet dataSet : question.question().dataSets()) {
      String rows = question.question().rows(dataSet, little);
      assertThat(rows).contains(dataSet.label());
      table.append(rows);
    }
    assertThat(table.toString().lines().map(line -> line.chars().filter(c -> c == '|').count()))
        .hasSizeGreaterThan(2)
        .containsOnly(
            question
                .question()
                .head()
                .lines()
                .findFirst()
                .orElseThrow()
                .chars()
                .filter(c -> c == '|')
                .count());
  }
}
