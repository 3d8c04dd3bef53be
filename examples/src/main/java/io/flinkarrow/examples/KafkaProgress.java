package io.flinkarrow.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * How far the pipelines are: rows in Kafka, rows in visible files, how many files, how many
 * checkpoints, and lag: rows that are in Kafka but not yet in a file, and for how long the first of
 * them. In a terminal it is a table that is written over itself, elsewhere a line now and then.
 */
final class KafkaProgress {

  private static final double SECONDS_BETWEEN_LINES = 2.5;
  private static final String FORMAT = "  %-12s %10s %12s %8s %12s %12s%n";

  /** What goes into a topic, and what comes of it. */
  record Pipeline(TopicProducer producer, PartFiles files) {
    String topic() {
      return producer.topic();
    }

    long lag() {
      return producer.rows() - files.rows();
    }
  }

  private final List<Pipeline> pipelines;
  private final Checkpoints checkpoints;
  private final PrintStream out;
  private final boolean live;
  private final long start = System.nanoTime();
  private double lastLine;
  private boolean shown;

  KafkaProgress(List<Pipeline> pipelines, Checkpoints checkpoints, PrintStream out, boolean live) {
    this.pipelines = pipelines;
    this.checkpoints = checkpoints;
    this.out = out;
    this.live = live;
  }

  /** Looks, and shows it. */
  void refresh() throws IOException {
    look();
    if (live) {
      showTable();
    } else if (seconds() - lastLine >= SECONDS_BETWEEN_LINES) {
      lastLine = seconds();
      showLine();
    }
  }

  /** Shows how it ended. */
  void finish() throws IOException {
    look();
    showTable();
  }

  /** Whether visible files have as many rows as were sent, as of the last look. */
  boolean isComplete() {
    return pipelines.stream().allMatch(pipeline -> pipeline.lag() <= 0);
  }

  private void look() throws IOException {
    for (Pipeline pipeline : pipelines) {
      pipeline.files().refresh();
    }
    checkpoints.refresh();
  }

  private void showTable() {
    if (live && shown) {
      out.printf("\033[%dA\r\033[J", pipelines.size() + 2);
    }
    shown = true;
    out.printf(FORMAT, "", "rows in", "committed", "files", "lag in rows", "in seconds");
    for (Pipeline pipeline : pipelines) {
      out.printf(
          FORMAT,
          pipeline.topic(),
          "%,d".formatted(pipeline.producer().rows()),
          "%,d".formatted(pipeline.files().rows()),
          "%,d".formatted(pipeline.files().count()),
          "%,d".formatted(pipeline.lag()),
          "%.1f".formatted(pipeline.producer().secondsSince(pipeline.files().rows())));
    }
    out.printf("  %.1f s, %d checkpoints%n", seconds(), checkpoints.count());
    out.flush();
  }

  private void showLine() {
    out.printf("  %5.1f s", seconds());
    for (Pipeline pipeline : pipelines) {
      out.printf(
          "   %s: %,d in, %,d committed, %,d files, lag %.1f s",
          pipeline.topic(),
          pipeline.producer().rows(),
          pipeline.files().rows(),
          pipeline.files().count(),
          pipeline.producer().secondsSince(pipeline.files().rows()));
    }
    out.println();
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
