package io.flinkarrow.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.types.Row;

/** Counts the reports of the CSV file without Flink, and compares with what a query found. */
final class StrikesByYear {

  private static final int FLIGHT_DATE = 3;
  private static final int COST_TOTAL = 12;

  private record Strikes(long count, BigDecimal cost) {
    Strikes plus(Strikes other) {
      return new Strikes(count + other.count, cost.add(other.cost));
    }
  }

  private StrikesByYear() {}

  /**
   * Says what was compared, and whether it was the same.
   *
   * @param found rows of year, number of strikes and their cost
   */
  static boolean print(PrintStream out, Path csv, List<Row> found) throws IOException {
    Map<Integer, Strikes> expected = count(csv);
    Map<Integer, Strikes> actual = new TreeMap<>();
    for (Row row : found) {
      actual.put(
          row.getFieldAs(0),
          new Strikes(row.getFieldAs(1), new BigDecimal(row.getField(2).toString())));
    }
    long different =
        expected.entrySet().stream()
            .filter(year -> !isSame(year.getValue(), actual.get(year.getKey())))
            .count();
    boolean same = different == 0 && expected.keySet().equals(actual.keySet());
    Strikes all = expected.values().stream().reduce(Strikes::plus).orElseThrow();
    out.printf(
        "%,d reports of %d years that cost %,.0f dollars, counted in the CSV file: %s%n",
        all.count(),
        expected.size(),
        all.cost(),
        same ? "the same in the last result" : "DIFFERENT in the last result");
    return same;
  }

  private static boolean isSame(Strikes expected, Strikes actual) {
    return actual != null
        && Objects.equals(expected.count(), actual.count())
        && expected.cost().compareTo(actual.cost()) == 0;
  }

  /** The file has no quotes, so a comma always separates. */
  private static Map<Integer, Strikes> count(Path csv) throws IOException {
    Map<Integer, Strikes> strikes = new TreeMap<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      strikes.merge(
          Integer.parseInt(cells[FLIGHT_DATE].substring(0, 4)),
          new Strikes(1, new BigDecimal(cells[COST_TOTAL])),
          Strikes::plus);
    }
    return strikes;
  }
}
