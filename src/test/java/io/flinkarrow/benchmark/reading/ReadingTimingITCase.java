package io.flinkarrow.benchmark.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The questions can still be asked, so that they can be trusted when figures are wanted. */
class ReadingTimingITCase {

  private static final Effort LITTLE = new Effort(0.001, 1);

  @ParameterizedTest
  @EnumSource(names = {"ROWS", "BATCHES", "PRUNING", "LOOP", "COMPACTION"})
  void everySubjectHasRowsAsTheHeadSays(ReadingQuestion asked) throws Exception {
    Question question = asked.question();
    for (String subject : question.subjects()) {
      assertThatRowsFitTheHead(question, question.rows(subject, LITTLE));
    }
  }

  /** These start processes, so that one subject must do. */
  @ParameterizedTest
  @EnumSource(names = {"VECTORS", "HEAP"})
  void aProcessOfItsOwnHasRowsAsTheHeadSays(ReadingQuestion asked) throws Exception {
    String subject = asked.question().subjects().get(0);
    assertThatRowsFitTheHead(asked.question(), ReadingTiming.rows(asked, subject, LITTLE));
  }

  private static void assertThatRowsFitTheHead(Question question, String rows) {
    assertThat(rows.lines()).isNotEmpty();
    assertThat((question.head() + rows).lines().map(line -> line.split("\\|").length))
        .containsOnly(question.head().lines().findFirst().orElseThrow().split("\\|").length);
  }
}
