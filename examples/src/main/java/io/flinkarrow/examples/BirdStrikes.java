package io.flinkarrow.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;

/**
 * Runs the SQL script of the example as a SQL client would, on a local cluster, shows each result
 * and compares the last with the CSV file that the script reads. What there is to copy is the
 * script.
 */
public final class BirdStrikes {

  private static final String USAGE = "usage: BirdStrikes SCRIPT CSV-FILE OUT-FOLDER";
  private static final int ARGUMENTS = 3;
  private static final int BAD_USAGE = 2;

  private BirdStrikes() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != ARGUMENTS) {
      System.err.println(USAGE);
      System.exit(BAD_USAGE);
    }
    Path csv = Path.of(arguments[1]);
    Path out = Path.of(arguments[2]);
    System.exit(execute(Path.of(arguments[0]), csv, out, System.out) ? 0 : 1);
  }

  /** Whether the last result is what the CSV file has. */
  static boolean execute(Path script, Path csv, Path out, PrintStream report) throws Exception {
    SqlScript sql =
        SqlScript.read(
            script, Map.of("input", csv.toUri().toString(), "out", out.toUri().toString()));
    TableEnvironment environment =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .withConfiguration(Configuration.fromMap(sql.settings()))
                .build());
    List<Row> last = List.of();
    for (String statement : sql.statements()) {
      report.printf("%n%s;%n%n", statement);
      TableResult result = environment.executeSql(statement);
      if (statement.startsWith("SELECT")) {
        last = print(result, report);
      } else if (result.getJobClient().isPresent()) {
        result.await();
        report.printf("  done, files are in %s%n", out);
      }
    }
    report.println();
    return StrikesByYear.print(report, csv, last);
  }

  private static List<Row> print(TableResult result, PrintStream report) {
    List<Row> rows = new ArrayList<>();
    report.printf("  %s%n", String.join(" | ", result.getResolvedSchema().getColumnNames()));
    result
        .collect()
        .forEachRemaining(
            row -> {
              rows.add(row);
              report.printf("  %s%n", shown(row));
            });
    return rows;
  }

  private static String shown(Row row) {
    List<String> values = new ArrayList<>();
    for (int column = 0; column < row.getArity(); column++) {
      values.add(String.valueOf(row.getField(column)));
    }
    return String.join(" | ", values);
  }
}
