package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What the fuzzer starts from holds all that it looks for, and so do the first steps from there:
 * the seeds with each byte changed once.
 */
class FuzzSeedsTest {

  private final PayloadsFuzz targets = new PayloadsFuzz();

  /** A fuzz target. */
  private interface Target {
    void feed(byte[] bytes) throws IOException;
  }

  private static void feed(Iterable<byte[]> seeds, int step, Target target) throws IOException {
    int fed = 0;
    for (byte[] seed : seeds) {
      target.feed(seed);
      for (int i = fed % step; i < seed.length; i += step) {
        byte[] changed = seed.clone();
        changed[i] ^= (byte) (1 << (i & 7));
        target.feed(changed);
        fed++;
      }
      target.feed(Arrays.copyOf(seed, seed.length / 2));
    }
    assertThat(fed).isPositive();
  }

  @Test
  void streamsHold() throws IOException {
    for (byte[] seed : FuzzSeeds.streams()) {
      assertThat(PayloadOracle.holds(() -> ArrowIpc.readStream(seed, PayloadOracle.LIMITS)))
          .isTrue();
    }
    feed(PayloadsFuzz.streamSeeds().toList(), 401, targets::streams);
  }

  @Test
  void filesHold() throws IOException {
    for (byte[] seed : FuzzSeeds.files()) {
      assertThat(PayloadOracle.holds(() -> ArrowIpc.readFile(seed, PayloadOracle.LIMITS))).isTrue();
    }
    feed(PayloadsFuzz.fileSeeds().toList(), 401, targets::files);
  }

  @Test
  void messagesHold() throws IOException {
    feed(PayloadsFuzz.messageSeeds().toList(), 31, targets::messages);
  }

  @Test
  void producersHold() throws IOException {
    for (byte[] seed : PayloadsFuzz.producerSeeds().toList()) {
      var table =
          ArrowIpcDeserializationSchema.of(FuzzSeeds.table())
              .withLimits(PayloadOracle.LIMITS)
              .withSchemaPolicy(SchemaPolicy.WIDENING);
      assertThat(PayloadOracle.holds(() -> table.decode(seed))).isTrue();
    }
    feed(PayloadsFuzz.producerSeeds().toList(), 31, targets::producers);
  }

  @Test
  void serializedBatchesHold() throws IOException {
    feed(PayloadsFuzz.serializedSeeds().toList(), 7, targets::serializedBatches);
  }
}
