package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table of Flink's own format, written with its defaults, becomes one of this format. */
class FlinkParquetTablesMoveOverITCase {

  private static final TimeZone DEFAULT = TimeZone.getDefault();

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  @TempDir Path directory;

  @AfterEach
  void restoreTheZone() {
    TimeZone.setDefault(DEFAULT);
  }

  @Test
  void itsRowsStayAndNewOnesComeToThem() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    SqlSession session = SqlSession.batch();
    session
        .environment()
        .executeSql(
            "CREATE TABLE t (n INT, moment TIMESTAMP(3)) WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '%s')"
                .formatted(directory.toUri()));
    session.run(
        "INSERT INTO t VALUES (1, TIMESTAMP '2026-01-01 12:00:00'), (2, TIMESTAMP '2026-07-01 12:00:00.5')");
    session.run(
        "ALTER TABLE t SET ('format' = 'arrow-parquet', 'arrow-parquet.utc-timezone' = 'false')");
    session.run("INSERT INTO t VALUES (3, TIMESTAMP '2026-07-01 12:00:00')");
    session.run("ALTER TABLE t SET ('arrow-parquet.int96-timestamps' = 'true')");
    session.run("INSERT INTO t VALUES (4, TIMESTAMP '2026-07-01 12:00:00')");

    assertThat(session.rows("SELECT n, moment FROM t"))
        .containsExactly(
            "+I[1, 2026-01-01T12:00]",
            "+I[2, 2026-07-01T12:00:00.500]",
            "+I[3, 2026-07-01T12:00]",
            "+I[4, 2026-07-01T12:00]");

    session.run("ALTER TABLE t SET ('arrow-parquet.utc-timezone' = 'true')");
    assertThat(session.rows("SELECT n, moment FROM t"))
        .isEqualTo(
            List.of(
                "+I[1, 2026-01-01T11:00]",
                "+I[2, 2026-07-01T10:00:00.500]",
                "+I[3, 2026-07-01T12:00]",
                "+I[4, 2026-07-01T12:00]"));
  }
}
