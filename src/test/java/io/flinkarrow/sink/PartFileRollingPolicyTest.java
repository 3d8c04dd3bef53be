package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.sink.PartFileRollingPolicy.Limits;
import io.flinkarrow.sink.file.OpenPartFile;
import io.flinkarrow.sink.registry.OpenWriters;
import org.junit.jupiter.api.Test;

class PartFileRollingPolicyTest {

  private static final long NEVER = PartFileRollingPolicy.NEVER;

  private final OpenWriters openWriters = new OpenWriters(Long.MAX_VALUE);

  private record File(
      long size, long rows, long created, long updated, boolean hasEnded, boolean hasManyParts)
      implements OpenPartFile {
    @Override
    public String getBucketId() {
      return "b";
    }

    @Override
    public long getCreationTime() {
      return created;
    }

    @Override
    public long getSize() {
      return size;
    }

    @Override
    public long getLastUpdateTime() {
      return updated;
    }
  }

  private static File file(long size, long rows) {
    return new File(size, rows, 0, 0, false, false);
  }

  private PartFileRollingPolicy<String> policy(long bytes, long rows, long age, long inactivity) {
    return new PartFileRollingPolicy<>(
        new Limits(bytes, rows, age, inactivity), false, openWriters);
  }

  @Test
  void everyCheckpointClosesTheFile() {
    assertThat(policy(NEVER, NEVER, NEVER, NEVER).shouldRollOnCheckpoint(file(0, 1))).isTrue();
  }

  @Test
  void filesThatAreKeptOpenAreClosedByACheckpointOnlyIfTheyHaveEndedOrHaveManyParts() {
    var limits = new Limits(NEVER, NEVER, NEVER, NEVER);
    var policy = new PartFileRollingPolicy<String>(limits, true, openWriters);
    assertThat(policy.shouldRollOnCheckpoint(file(1L << 40, 1))).isFalse();
    assertThat(policy.shouldRollOnCheckpoint(new File(0, 1, 0, 0, true, false))).isTrue();
    var many = new File(0, 1, 0, 0, false, true);
    assertThat(policy.shouldRollOnCheckpoint(many)).isTrue();
    assertThat(policy.shouldRollOnEvent(many, "element")).isTrue();
  }

  @Test
  void withoutLimitsNothingElseDoes() {
    var policy = policy(NEVER, NEVER, NEVER, NEVER);
    File large = file(1L << 40, 1L << 40);
    assertThat(policy.shouldRollOnEvent(large, "element")).isFalse();
    assertThat(policy.shouldRollOnProcessingTime(large, 1L << 50)).isFalse();
  }

  @Test
  void aFileOfTheSizeIsClosedBeforeTheNextElement() {
    var policy = policy(100, NEVER, NEVER, NEVER);
    assertThat(policy.shouldRollOnEvent(file(99, 1), "element")).isFalse();
    assertThat(policy.shouldRollOnEvent(file(100, 1), "element")).isTrue();
  }

  @Test
  void rowsAreCountedNotElements() {
    assertThat(policy(NEVER, 1000, NEVER, NEVER).shouldRollOnEvent(file(0, 999), "e")).isFalse();
    assertThat(policy(NEVER, 999, NEVER, NEVER).shouldRollOnEvent(file(0, 999), "e")).isTrue();
  }

  @Test
  void ageCountsFromTheFirstBatchAndInactivityFromTheLast() {
    var file = new File(0, 1, 1000, 5000, false, false);
    var byAge = policy(NEVER, NEVER, 6000, NEVER);
    assertThat(byAge.shouldRollOnProcessingTime(file, 6999)).isFalse();
    assertThat(byAge.shouldRollOnProcessingTime(file, 7000)).isTrue();
    var byInactivity = policy(NEVER, NEVER, NEVER, 2500);
    assertThat(byInactivity.shouldRollOnProcessingTime(file, 7499)).isFalse();
    assertThat(byInactivity.shouldRollOnProcessingTime(file, 7500)).isTrue();
  }

  /** The budget ends files, which Flink still has for open. */
  @Test
  void aFileThatHasEndedIsClosedAtTheFirstOccasion() {
    var policy = policy(NEVER, NEVER, NEVER, NEVER);
    var ended = new File(0, 1, 0, 0, true, false);
    assertThat(policy.shouldRollOnEvent(ended, "element")).isTrue();
    assertThat(policy.shouldRollOnProcessingTime(ended, 0)).isTrue();
  }
}
