package io.flinkarrow.benchmark.reading;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.TimedRounds;

/**
 * How much a question is asked.
 *
 * @param scale of the rows that figures are taken with, and of the least time of a figure
 */
record Effort(double scale, int rounds) {

  /** Before as many, a work is still compiled, which other threads do. */
  private static final int WARM_UPS = 6;

  /** CPU time is counted in steps of 10 ms. */
  private static final double LEAST_MILLIS = 500;

  int rows(DataSet dataSet) {
    return (int) (dataSet.fullRows() * scale);
  }

  /** In MiB; of full size it is one. */
  int leastHeapStep() {
    return (int) Math.ceil(1 / scale);
  }

  /** Rounds of works whose times are taken with {@link #cpuMillis}. */
  TimedRounds rounds(TimedRounds.Round round) throws Exception {
    return TimedRounds.of(rounds, Math.min(WARM_UPS, rounds), round);
  }

  /**
   * The CPU time of one run of a work, which runs as often as it takes. The whole process is
   * counted: another thread fetches what comes next, and others collect garbage.
   */
  double cpuMillis(Work work) throws Exception {
    double start = ProcessCpu.millis();
    double used;
    int runs = 0;
    do {
      work.run();
      runs++;
      used = ProcessCpu.millis() - start;
    } while (used < LEAST_MILLIS * scale);
    return used / runs;
  }

  interface Work {
    void run() throws Exception;
  }
}
