package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The timing still runs, so that it can be trusted to run when figures are wanted. */
class CheckpointTimingTest {

  @Test
  void everyLoadAndCodecGetsARowOfFigures() throws Exception {
    assertThat(new CheckpointTiming(0.01).run(1).lines())
        .hasSize(2 + 12)
        .filteredOn(line -> line.contains("| many buckets |"))
        .hasSize(4);
  }
}
