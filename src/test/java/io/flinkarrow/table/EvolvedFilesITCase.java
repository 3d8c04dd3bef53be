package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables that have files from before a column came, or files of something else. */
class EvolvedFilesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  private SqlSession filled(String clause) throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id INT, place ROW<zip STRING>, town STRING", clause, directory);
    session.run("INSERT INTO t SELECT 1, ROW('89073'), 'Ulm'");
    return session;
  }

  @Test
  void aQueryOfNothingButNewColumnsReadsNullsOfOldFiles() throws Exception {
    SqlSession session = filled("PARTITIONED BY (town)");
    session.run("ALTER TABLE t ADD (note STRING, tags ARRAY<INT>)");
    session.run("ALTER TABLE t MODIFY place ROW<street STRING, zip STRING>");
    session.run("INSERT INTO t SELECT 2, ROW('Main St', '1'), 'Ulm', 'x', ARRAY[7]");

    assertThat(session.rows("SELECT note, tags, town FROM t"))
        .containsExactly("+I[null, null, Ulm]", "+I[x, [7], Ulm]");
    assertThat(session.rows("SELECT place.street FROM t"))
        .containsExactly("+I[Main St]", "+I[null]");
    assertThat(session.rows("SELECT town FROM t")).containsExactly("+I[Ulm]", "+I[Ulm]");
  }

  @Test
  void aFileWithoutAnyColumnOfTheTableIsRefusedWhateverTheQueryNeeds() throws Exception {
    SqlSession session = filled("");
    session.createTable("u", "ID INT, note STRING", directory);

    for (String query : List.of("SELECT * FROM u", "SELECT note FROM u", "SELECT 1 FROM u")) {
      session.run("CREATE TEMPORARY VIEW v AS " + query);
      assertThatThrownBy(() -> session.drain("v"))
          .satisfies(
              failure ->
                  assertThat(SqlSession.messages(failure))
                      .contains("The failure is not recoverable")
                      .contains(directory.toString())
                      .contains("has none of the columns [ID, note]; it has 3 others"));
      session.run("DROP TEMPORARY VIEW v");
      session.run("DROP TABLE nowhere");
    }
  }
}
