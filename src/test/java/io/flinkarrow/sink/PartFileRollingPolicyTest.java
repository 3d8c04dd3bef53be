package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.sink.PartFileRollingPolicy.Limits;
import io.flinkarrow.sink.registry.Holder;
import io.flinkarrow.sink.registry.OpenWriter;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.WriterMemoryUsage;
import java.io.IOException;
import java.lang.ref.Reference;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.junit.jupiter.api.Test;

class PartFileRollingPolicyTest {

  private static final long NEVER = PartFileRollingPolicy.NEVER;

  private final OpenWriters openWriters = new OpenWriters(Long.MAX_VALUE);

  /** A file in bucket "b", whose stream must not be asked for its position. */
  private static PartFileInfo<String> file(long created, long updated) {
    return new PartFileInfo<>() {
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
        throw new AssertionError("a system call per element");
      }

      @Override
      public long getLastUpdateTime() {
        return updated;
      }
    };
  }

  private OpenWriter writerOf(long sentBytes, long bufferedBytes, long rows) {
    OpenWriter writer =
        new OpenWriter() {
          @Override
          public WriterMemoryUsage state() {
            return new WriterMemoryUsage(bufferedBytes, 0, 0, 0, rows, 0);
          }

          @Override
          public long sentBytes() {
            return sentBytes;
          }

          @Override
          public long rowsWritten() {
            return rows;
          }

          @Override
          public void flushRowGroup() {}

          @Override
          public void endFile() {}

          @Override
          public void finishAhead() {}

          @Override
          public void abandon() {}
        };
    openWriters.noteBucket("b");
    openWriters.update(openWriters.register(writer), writer);
    return writer;
  }

  private PartFileRollingPolicy<String> policy(long bytes, long rows, long age, long inactivity) {
    return new PartFileRollingPolicy<>(new Limits(bytes, rows, age, inactivity), openWriters);
  }

  @Test
  void everyCheckpointClosesTheFile() {
    assertThat(policy(NEVER, NEVER, NEVER, NEVER).shouldRollOnCheckpoint(file(0, 0))).isTrue();
  }

  @Test
  void withoutLimitsNothingElseDoes() {
    var policy = policy(NEVER, NEVER, NEVER, NEVER);
    OpenWriter writer = writerOf(1L << 40, 1L << 40, 1L << 40);
    assertThat(policy.shouldRollOnEvent(file(0, 0), "element")).isFalse();
    assertThat(policy.shouldRollOnProcessingTime(file(0, 0), 1L << 50)).isFalse();
    assertThat(writer.rowsWritten()).isPositive();
  }

  @Test
  void theSizeIsWhatReachedTheStreamAndWhatIsStillBuffered() {
    var policy = policy(100, NEVER, NEVER, NEVER);
    OpenWriter small = writerOf(39, 60, 1);
    assertThat(policy.shouldRollOnEvent(file(0, 0), "element")).isFalse();
    OpenWriter large = writerOf(40, 60, 1);
    assertThat(policy.shouldRollOnEvent(file(0, 0), "element")).isTrue();
    Reference.reachabilityFence(small);
    Reference.reachabilityFence(large);
  }

  @Test
  void rowsAreCountedNotElements() {
    OpenWriter writer = writerOf(0, 0, 999);
    assertThat(policy(NEVER, 1000, NEVER, NEVER).shouldRollOnEvent(file(0, 0), "e")).isFalse();
    assertThat(policy(NEVER, 999, NEVER, NEVER).shouldRollOnEvent(file(0, 0), "e")).isTrue();
    assertThat(writer.rowsWritten()).isEqualTo(999);
  }

  @Test
  void ageCountsFromTheFirstBatchAndInactivityFromTheLast() {
    OpenWriter writer = writerOf(0, 0, 1);
    var file = file(1000, 5000);
    var byAge = policy(NEVER, NEVER, 6000, NEVER);
    assertThat(byAge.shouldRollOnProcessingTime(file, 6999)).isFalse();
    assertThat(byAge.shouldRollOnProcessingTime(file, 7000)).isTrue();
    var byInactivity = policy(NEVER, NEVER, NEVER, 2500);
    assertThat(byInactivity.shouldRollOnProcessingTime(file, 7499)).isFalse();
    assertThat(byInactivity.shouldRollOnProcessingTime(file, 7500)).isTrue();
    assertThat(writer.rowsWritten()).isEqualTo(1);
  }

  /** Flink still has it for open. */
  @Test
  void aFileThatTheBudgetEndedIsClosedAtTheFirstOccasion() throws IOException {
    var policy = policy(NEVER, NEVER, NEVER, NEVER);
    Holder holder = new Holder(openWriters, "b", 0);
    holder.take(1);
    assertThat(policy.shouldRollOnEvent(file(0, 0), "element")).isFalse();
    holder.endFile();
    assertThat(policy.shouldRollOnEvent(file(0, 0), "element")).isTrue();
    assertThat(policy.shouldRollOnProcessingTime(file(0, 0), 0)).isTrue();
  }
}
