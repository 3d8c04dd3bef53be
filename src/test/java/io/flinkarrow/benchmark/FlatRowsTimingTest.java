package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The timing still runs, so that it can be trusted to run when figures are wanted. */
class FlatRowsTimingTest {

  @Test
  void everyCodecGetsARowOfFigures() throws Exception {
    assertThat(new FlatRowsTiming().run(3_000, 1).lines())
        .hasSize(5)
        .anyMatch(line -> line.matches("\\| UNCOMPRESSED \\|.* of the rival's \\|"))
        .anyMatch(line -> line.matches("\\| SNAPPY \\|.* of the rival's \\|"))
        .anyMatch(line -> line.matches("\\| ZSTD \\|.* of the rival's \\|"));
  }
}
