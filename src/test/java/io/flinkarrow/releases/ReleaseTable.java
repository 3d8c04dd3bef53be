package io.flinkarrow.releases;

import io.flinkarrow.testing.FlinkRelease;
import io.flinkarrow.testing.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was run with each release, and how it went: {@code target/flink-releases.md}. */
final class ReleaseTable {

  /** What is run with each release. */
  enum Column {
    FILES("files, failures, restore"),
    SQL("SQL jar"),
    KAFKA("Kafka"),
    ROWS("rows"),
    STATE("its state on " + FlinkRelease.latest());

    private final String title;

    Column(String title) {
      this.title = title;
    }
  }

  interface Claim {
    void check() throws Exception;
  }

  private static final Path FILE = Path.of("target/flink-releases.md");

  private static final Map<FlinkRelease, Map<Column, String>> CELLS =
      new EnumMap<>(FlinkRelease.class);

  private ReleaseTable() {}

  /** All at full size, else those that most run in production. */
  static Stream<FlinkRelease> releases() {
    return Jobs.EXTENDED
        ? Arrays.stream(FlinkRelease.values())
        : Stream.of(FlinkRelease.FLINK_1_20, FlinkRelease.FLINK_2_2);
  }

  /** Checks what the cell claims, and notes down whether it holds. */
  static void check(FlinkRelease release, Column column, Claim claim) throws Exception {
    long start = System.nanoTime();
    Map<Column, String> cells = CELLS.computeIfAbsent(release, key -> new EnumMap<>(Column.class));
    cells.put(column, "fails");
    try {
      claim.check();
      cells.put(column, "passes (%d s)".formatted((System.nanoTime() - start) / 1_000_000_000));
    } finally {
      write();
    }
  }

  /** Prints the table. */
  static void show() throws IOException {
    System.out.println(Files.readString(FILE));
  }

  private static void write() throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder titles = new StringBuilder("| |");
    Arrays.stream(Column.values())
        .forEach(column -> titles.append(" %s |".formatted(column.title)));
    lines.add(titles.toString());
    lines.add("|---".repeat(1 + Column.values().length) + "|");
    CELLS.forEach(
        (release, cells) -> {
          StringBuilder line = new StringBuilder("| %s |".formatted(release));
          for (Column column : Column.values()) {
            line.append(" %s |".formatted(cells.getOrDefault(column, "not run")));
          }
          lines.add(line.toString());
        });
    Files.write(FILE, lines);
  }
}
