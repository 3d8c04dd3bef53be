package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The timing still runs, and both formats write every row. */
class SqlTimingITCase {

  @Test
  void everyDataSetAndCodecGetsARowOfFigures() throws Exception {
    assertThat(new SqlTiming(0.005).run(1).lines())
        .hasSize(2 + 6)
        .filteredOn(line -> line.contains(" of the rival's |"))
        .hasSize(6);
  }
}
