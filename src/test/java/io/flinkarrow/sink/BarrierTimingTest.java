package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The timing still runs, so that it can be trusted to run when figures are wanted. */
class BarrierTimingTest {

  @TempDir Path directory;

  @Test
  void everyDataSetAndLoadGetsARowOfFigures() throws Exception {
    assertThat(new BarrierTiming(directory, 2, 4).run(1, 1 << 20, 20, 50).lines())
        .hasSize(2 + 4)
        .filteredOn(line -> line.contains("| 8 | 2 |"))
        .as("eight files that four barriers ended, or two that they kept open")
        .hasSize(4);
  }
}
