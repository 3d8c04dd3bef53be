package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The timing still runs, and both jobs write every row. */
class JobTimingITCase {

  @Test
  void everyDataSetAndCodecGetsARowOfFigures() throws Exception {
    assertThat(new JobTiming(0.005).run(1).lines())
        .hasSize(2 + 6)
        .filteredOn(line -> line.contains(" of the rival's |"))
        .hasSize(6);
  }
}
