package io.flinkarrow.sink.committed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The markers of partitions whose commits come from one committer; time is the test's. */
@SuppressWarnings("try") // closing a harness may be interrupted
class SuccessFilesTest {

  private static final long DELAY = 100;

  @TempDir Path directory;

  private SuccessTrigger trigger = new SuccessTrigger.ByProcessingTime(DELAY);
  private long checkpoint;

  private OneInputStreamOperatorTestHarness<Tuple4<Long, Integer, Integer, String[]>, Void> harness(
      boolean allIsCommittedAtTheEnd) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new SuccessFiles(
            new org.apache.flink.core.fs.Path(directory.toUri()),
            trigger,
            0,
            allIsCommittedAtTheEnd));
  }

  /** Of a checkpoint that is taken then, too. */
  private void commit(
      OneInputStreamOperatorTestHarness<Tuple4<Long, Integer, Integer, String[]>, Void> harness,
      long now,
      String... partitions)
      throws Exception {
    harness.setProcessingTime(now);
    harness.snapshot(++checkpoint, now);
    harness.processElement(Tuple4.of(checkpoint, 0, 1, partitions), 0);
  }

  private Path marker(String partition) {
    return directory.resolve(partition).resolve("_SUCCESS");
  }

  @Test
  void aPartitionIsMarkedOnceItsTimeIsOver() throws Exception {
    try (var harness = harness(false)) {
      harness.open();
      commit(harness, 0, "day=1", "town=a%2Fb");
      commit(harness, 100, "day=2");
      assertThat(marker("day=1")).doesNotExist();
      commit(harness, 101);
      assertThat(marker("day=1")).exists().isEmptyFile();
      assertThat(marker("town=a%2Fb")).exists();
      assertThat(marker("day=2")).doesNotExist();
    }
  }

  @Test
  void aLateFileMarksItsPartitionAgain() throws Exception {
    try (var harness = harness(false)) {
      harness.open();
      commit(harness, 0, "day=1");
      commit(harness, 100);
      commit(harness, 101);
      Files.delete(marker("day=1"));
      commit(harness, 102, "day=1");
      commit(harness, 201);
      commit(harness, 202);
      assertThat(marker("day=1")).doesNotExist();
      commit(harness, 203);
      assertThat(marker("day=1")).as("two rounds after 202").exists();
    }
  }

  @Test
  void whatWaitsIsInTheState() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(false)) {
      harness.open();
      commit(harness, 0, "day=1");
      state = harness.snapshot(++checkpoint, 0);
    }
    try (var harness = harness(false)) {
      harness.initializeState(state);
      harness.open();
      commit(harness, 1000);
      assertThat(marker("day=1")).doesNotExist();
      commit(harness, 1001);
      assertThat(marker("day=1")).exists();
    }
  }

  /** Files that a checkpoint left open end later, by the time without a job. */
  @Test
  void theTimeBeginsAnewAtARestart() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(false)) {
      harness.open();
      commit(harness, 0, "day=1");
      state = harness.snapshot(++checkpoint, 0);
    }
    try (var harness = harness(false)) {
      harness.setup();
      harness.setProcessingTime(1000);
      harness.initializeState(state);
      harness.open();
      commit(harness, 1010);
      commit(harness, 1020);
      assertThat(marker("day=1")).doesNotExist();
      commit(harness, 1100);
      commit(harness, 1101);
      assertThat(marker("day=1")).exists();
    }
  }

  @Test
  void atTheEndAllAreMarkedOnlyIfAllIsCommitted() throws Exception {
    for (boolean committed : new boolean[] {false, true}) {
      try (var harness = harness(committed)) {
        harness.open();
        commit(harness, 0, "day=1");
        harness.endInput();
        assertThat(Files.exists(marker("day=1"))).isEqualTo(committed);
      }
    }
  }

  @Test
  void byPartitionTimeWatermarksMarkPartitions() throws Exception {
    trigger =
        new SuccessTrigger.ByPartitionTime(
            partition -> Instant.ofEpochMilli(Long.parseLong(partition.get("begin"))), DELAY);
    OperatorSubtaskState state;
    try (var harness = harness(false)) {
      harness.open();
      commit(harness, 1, "begin=1000");
      harness.processWatermark(1099);
      commit(harness, 2);
      commit(harness, 3);
      assertThat(marker("begin=1000")).doesNotExist();
      harness.processWatermark(1100);
      commit(harness, 4, "begin=1100");
      assertThat(marker("begin=1000")).as("rows may come behind the first barrier").doesNotExist();
      commit(harness, 5);
      assertThat(marker("begin=1000")).exists();
      state = harness.snapshot(++checkpoint, 0);
    }
    Files.delete(marker("begin=1000"));
    try (var harness = harness(false)) {
      harness.initializeState(state);
      harness.open();
      commit(harness, 6);
      commit(harness, 7);
      assertThat(marker("begin=1100")).as("no watermark since the restart").doesNotExist();
      harness.processWatermark(Long.MAX_VALUE);
      commit(harness, 8);
      commit(harness, 9);
      assertThat(marker("begin=1100")).exists();
      commit(harness, 10, "begin=1000");
      assertThat(marker("begin=1000")).as("late").exists();
    }
  }
}
