package io.flinkarrow.sink.committed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A partition is complete some time after its last file, and two rounds of commits later. */
class PartitionCompletionTest {

  private static final long DELAY = 100;

  private final PartitionCompletion completion = new PartitionCompletion(DELAY);

  private List<String> round(long now, String... partitions) {
    assertThat(completion.committed(0, 2, List.of(partitions), now)).isEmpty();
    return completion.committed(1, 2, List.of(), now + 1);
  }

  @Test
  void twoRoundsBeginAfterTheDelay() {
    assertThat(round(0, "a")).isEmpty();
    assertThat(round(50)).isEmpty();
    assertThat(round(99)).isEmpty();
    assertThat(round(100)).isEmpty();
    assertThat(round(101)).containsExactly("a");
  }

  @Test
  void itStaysPendingUntilItIsDone() {
    round(0, "a");
    round(100);
    assertThat(round(101)).containsExactly("a");
    assertThat(round(102)).containsExactly("a");
    completion.done("a");
    assertThat(round(103)).isEmpty();
    assertThat(completion.pending()).isEmpty();
  }

  @Test
  void aLaterFileBeginsTheDelayAnew() {
    round(0, "a", "b");
    round(99, "a");
    round(150);
    assertThat(round(151)).containsExactly("b");
    completion.done("b");
    round(199);
    assertThat(round(200)).containsExactly("a");
    completion.done("a");
    round(300, "a");
    round(400);
    assertThat(round(401)).as("late after it was marked").containsExactly("a");
  }

  /** One subtask is slow: what it has of the partition is not visible yet. */
  @Test
  void aSubtaskThatDoesNotCommitHoldsAllBack() {
    round(0, "a");
    for (long now = 100; now < 1000; now += 10) {
      assertThat(completion.committed(0, 2, List.of(), now)).isEmpty();
    }
    assertThat(completion.committed(1, 2, List.of("a"), 1000)).isEmpty();
    assertThat(round(1100)).isEmpty();
    assertThat(round(1110)).containsExactly("a");
  }

  @Test
  void afterARestoreTwoRoundsAreNeededAgain() {
    completion.pending().put("a", 0L);
    assertThat(round(1000)).isEmpty();
    assertThat(round(1001)).containsExactly("a");
  }
}
