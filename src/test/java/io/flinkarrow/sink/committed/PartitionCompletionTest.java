package io.flinkarrow.sink.committed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A partition is complete once it is over, and what came until then is visible. */
class PartitionCompletionTest {

  private static final long DELAY = 100;
  private static final long NO_WATERMARK = Long.MIN_VALUE;

  private PartitionCompletion completion =
      new PartitionCompletion(new SuccessTrigger.ByProcessingTime(DELAY), 0);

  private long checkpoint;

  /** A checkpoint is taken and committed by both subtasks. */
  private List<String> round(long now, String... partitions) throws IOException {
    return round(now, NO_WATERMARK, partitions);
  }

  private List<String> round(long now, long watermark, String... partitions) throws IOException {
    completion.checkpoint(++checkpoint, now, watermark);
    for (String partition : partitions) {
      completion.add(partition, now);
    }
    List<String> before = completion.committed(checkpoint, 0, 2);
    List<String> after = completion.committed(checkpoint, 1, 2);
    assertThat(after).containsAll(before);
    return after;
  }

  private void byPartitionTime(long longestOpenMillis) {
    completion =
        new PartitionCompletion(
            new SuccessTrigger.ByPartitionTime(
                partition ->
                    partition.containsKey("begin")
                        ? Instant.ofEpochMilli(Long.parseLong(partition.get("begin")))
                        : null,
                DELAY),
            longestOpenMillis);
  }

  @Test
  void theCheckpointBeforeTheVisibleOneIsBehindTheDelay() throws IOException {
    assertThat(round(1, "a")).isEmpty();
    assertThat(round(50)).isEmpty();
    assertThat(round(100)).isEmpty();
    assertThat(round(101)).isEmpty();
    assertThat(round(102)).containsExactly("a");
  }

  @Test
  void itStaysPendingUntilItIsDone() throws IOException {
    round(0, "a");
    round(100);
    assertThat(round(101)).containsExactly("a");
    assertThat(round(102)).containsExactly("a");
    completion.done("a");
    assertThat(round(103)).isEmpty();
    assertThat(completion.pending()).isEmpty();
  }

  @Test
  void aLaterFileBeginsTheDelayAnew() throws IOException {
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
  void aSubtaskThatDoesNotCommitHoldsAllBack() throws IOException {
    round(0, "a");
    for (long now = 100; now < 1000; now += 10) {
      completion.checkpoint(++checkpoint, now, NO_WATERMARK);
      assertThat(completion.committed(checkpoint, 0, 2)).isEmpty();
    }
    completion.add("a", 1000);
    assertThat(completion.committed(checkpoint, 1, 2)).isEmpty();
    assertThat(round(1100)).isEmpty();
    assertThat(round(1110)).containsExactly("a");
  }

  /** Its last rows are in the next checkpoint, and nobody tells when that is committed. */
  @Test
  void aSubtaskWhoseInputHasEndedHoldsBackUntilOthersAreBehindItsLastCheckpoint()
      throws IOException {
    round(0, "a");
    completion.ended(1);
    for (long now = 200; now < 205; now++) {
      assertThat(completion.committed(checkpoint, 0, 2)).as("its last is still to come").isEmpty();
    }
    completion.checkpoint(++checkpoint, 300, NO_WATERMARK);
    assertThat(completion.committed(checkpoint, 0, 2)).as("its last").isEmpty();
    completion.checkpoint(++checkpoint, 400, NO_WATERMARK);
    assertThat(completion.committed(checkpoint, 0, 2)).containsExactly("a");
  }

  @Test
  void aSubtaskThatHasEndedBeforeItCommittedIsNotWaitedFor() throws IOException {
    completion.ended(1);
    completion.add("a", 0);
    completion.checkpoint(1, 1, NO_WATERMARK);
    assertThat(completion.committed(1, 0, 2)).isEmpty();
    completion.checkpoint(2, 200, NO_WATERMARK);
    assertThat(completion.committed(2, 0, 2)).isEmpty();
    completion.checkpoint(3, 201, NO_WATERMARK);
    assertThat(completion.committed(3, 0, 2)).containsExactly("a");
  }

  @Test
  void afterARestoreTwoCheckpointsAreNeededAgain() throws IOException {
    completion.add("a", 0);
    assertThat(completion.committed(7, 0, 2)).isEmpty();
    assertThat(completion.committed(7, 1, 2)).as("commits of the state").isEmpty();
    checkpoint = 7;
    assertThat(round(1000)).isEmpty();
    assertThat(round(1001)).containsExactly("a");
  }

  /** A row of time 110 may be in a file that is open until 410. */
  @Test
  void filesThatStayOpenAreWaitedFor() throws IOException {
    completion = new PartitionCompletion(new SuccessTrigger.ByProcessingTime(DELAY), 300);
    round(10, "a");
    for (long now = 100; now <= 410; now += 10) {
      assertThat(round(now)).isEmpty();
    }
    assertThat(round(420)).containsExactly("a");
  }

  @Test
  void aWatermarkCountsFromTheCheckpointBehindIt() throws IOException {
    byPartitionTime(0);
    assertThat(round(1, 1099, "begin=1000")).isEmpty();
    assertThat(round(2, 1100)).isEmpty();
    assertThat(round(3, 1100)).containsExactly("begin=1000");
    completion.done("begin=1000");
    assertThat(round(4, 1100, "begin=1000")).as("late").containsExactly("begin=1000");
  }

  @Test
  void filesThatStayOpenAreWaitedForByProcessingTime() throws IOException {
    byPartitionTime(300);
    round(10, 1099, "begin=1000");
    for (long now = 100; now <= 400; now += 10) {
      assertThat(round(now, 1100)).isEmpty();
    }
    assertThat(round(410, 1100)).containsExactly("begin=1000");
  }

  @Test
  void aPartitionWithoutATimeNeverWaits() throws IOException {
    byPartitionTime(0);
    assertThat(round(1, Long.MAX_VALUE, "town=Ulm")).isEmpty();
    assertThat(completion.pending()).isEmpty();
  }

  @Test
  void aTimeThatCannotBeToldNamesThePartition() {
    byPartitionTime(0);
    assertThatThrownBy(() -> completion.add("begin=noon", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition 'begin=noon'")
        .hasMessageContaining("NumberFormatException");
    completion =
        new PartitionCompletion(
            new SuccessTrigger.ByPartitionTime(partition -> Instant.MAX, DELAY), 0);
    assertThatThrownBy(() -> completion.add("a", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition 'a'");
  }
}
