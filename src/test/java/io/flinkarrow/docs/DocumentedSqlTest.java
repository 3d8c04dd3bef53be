package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether Flink takes the SQL of the documents: tables are created, other statements planned. */
class DocumentedSqlTest {

  static Stream<Path> documents() {
    return Documents.markdown().stream().filter(document -> !statements(document).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyStatementIsOneThatFlinkPlans(Path document) {
    TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (String statement : statements(document)) {
      if (statement.startsWith("CREATE")) {
        environment.executeSql(statement);
        String table = statement.split("\\s+")[2];
        assertThat(environment.explainSql("SELECT * FROM " + table)).contains(table);
      } else if (statement.matches("(?s)(INSERT|SELECT).*")) {
        assertThat(environment.explainSql(statement)).contains("Physical Plan");
      } else if (statement.startsWith("ALTER")) {
        environment.executeSql(statement);
      }
    }
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
