package io.flinkarrow.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The timing still runs, for files of both writers. */
class ScanTimingITCase {

  @Test
  void everyDataSetAndWriterGetsARowOfFigures() throws Exception {
    assertThat(new ScanTiming(0.005).run(1).lines()).hasSize(2 + 6 * 2);
  }
}
