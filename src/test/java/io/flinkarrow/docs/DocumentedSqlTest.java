package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.table.FileSystemConnectorOptions;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether Flink takes the SQL of the documents: tables are created, other statements planned, in
 * batch mode where they overwrite.
 */
class DocumentedSqlTest {

  static Stream<Path> documents() {
    return Documents.markdown().stream().filter(document -> !statements(document).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyStatementIsOneThatFlinkPlans(Path document) {
    TableEnvironment streaming = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    TableEnvironment batch = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    for (String statement : statements(document)) {
      if (statement.startsWith("CREATE")) {
        batch.executeSql(statement);
        streaming.executeSql(statement);
        String table = statement.split("\\s+")[2];
        assertThat(streaming.explainSql("SELECT * FROM " + table)).contains(table);
      } else if (statement.matches("(?s)(INSERT|SELECT).*")) {
        TableEnvironment environment = statement.startsWith("INSERT OVERWRITE") ? batch : streaming;
        assertThat(environment.explainSql(statement)).contains("Physical Plan");
      } else if (statement.startsWith("ALTER")) {
        batch.executeSql(statement);
        streaming.executeSql(statement);
      }
    }
  }

  /** A row group that Flink's streaming mode makes smaller is no example. */
  @ParameterizedTest
  @MethodSource("documents")
  void rowGroupsAreNoLargerThanStreamingAllows(Path document) {
    for (String statement : statements(document)) {
      Map<String, String> options = new HashMap<>();
      Pattern.compile("'([^']+)' = '([^']*)'")
          .matcher(statement)
          .results()
          .forEach(option -> options.put(option.group(1), option.group(2)));
      Configuration table = Configuration.fromMap(options);
      long fileBytes =
          table.get(FileSystemConnectorOptions.SINK_ROLLING_POLICY_FILE_SIZE).getBytes();
      String asked = options.getOrDefault("arrow-parquet.row-group-bytes", "0 b");
      assertThat(MemorySize.parseBytes(asked)).as(statement).isLessThanOrEqualTo(fileBytes / 8);
    }
  }

  /** One NULL, and Flink 2.3 cannot read the table any more. */
  @Test
  void besideEveryPartitionedTableStandsHowNullsAreKeptOut() {
    List<Path> documents = new ArrayList<>(Documents.markdown());
    documents.add(Path.of("examples/sql/birdstrikes.sql"));
    assertThat(documents)
        .filteredOn(document -> Documents.text(document).contains("PARTITIONED BY ("))
        .hasSizeGreaterThan(2)
        .allSatisfy(document -> assertThat(Documents.text(document)).contains("COALESCE("));
  }

  private static List<String> statements(Path document) {
    List<String> statements = new ArrayList<>();
    for (String block : Documents.matches(Documents.text(document), "^```sql\n(.*?)^```$")) {
      for (String statement : block.split("(?m);\\s*$")) {
        statements.add(statement.strip());
      }
    }
    statements.removeIf(String::isEmpty);
    return statements;
  }
}
