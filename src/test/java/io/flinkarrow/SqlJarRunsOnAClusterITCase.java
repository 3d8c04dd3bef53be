package io.flinkarrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FlinkInstallation;
import io.flinkarrow.testing.SqlJar;
import io.flinkarrow.testing.StandaloneCluster;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SQL clients and clusters that have Flink's own jars and the jar for Flink SQL write tables with
 * every codec that has a library, and read them back: no Hadoop, no Arrow, no parquet-java, no
 * {@code --add-opens}.
 */
class SqlJarRunsOnAClusterITCase {

  private static final List<String> CODECS = List.of("LZ4_RAW", "SNAPPY", "ZSTD");
  private static final int ROWS = 2000;

  @TempDir Path directory;

  @Test
  void fromLib() throws Exception {
    try (StandaloneCluster cluster = start(FlinkInstallation.plain().with(SqlJar.path()))) {
      writesAndReads(cluster, script());
    }
  }

  @Test
  void withAddJar() throws Exception {
    try (StandaloneCluster cluster = start(FlinkInstallation.plain())) {
      writesAndReads(cluster, "ADD JAR '%s';%n%s".formatted(SqlJar.path(), script()));
    }
  }

  /** All come before ours on the class path, so where names are the same, theirs win. */
  @Test
  void behindFlinkSqlParquetAndFlinkPythonInLib() throws Exception {
    FlinkInstallation plain = FlinkInstallation.plain();
    Path parquet = SqlJar.path().resolveSibling("flink/beside/flink-sql-parquet.jar");
    FlinkInstallation flink =
        plain.with(parquet, plain.optionalJar("flink-python")).followedBy(SqlJar.path());
    try (StandaloneCluster cluster = start(flink)) {
      writesAndReads(cluster, script());
    }
  }

  private StandaloneCluster start(FlinkInstallation flink) throws IOException {
    return StandaloneCluster.start(flink, directory);
  }

  private void writesAndReads(StandaloneCluster cluster, String script) throws Exception {
    String output = cluster.run(script);
    assertThat(output.replace(" ", ""))
        .as(() -> described(cluster))
        .doesNotContain("[ERROR]")
        .contains(
            CODECS.stream()
                .map("|%s|2000|2000|2001000.00|odd|"::formatted)
                .toArray(CharSequence[]::new));
    for (String codec : CODECS) {
      duckDbReads(codec);
    }
  }

  private void duckDbReads(String codec) throws Exception {
    String files = table(codec) + "/*/*";
    assertThat(
            DuckDbReader.query(
                """
                SELECT count(*), sum(amount), count(DISTINCT name), sum(len(tags)), min(address.zip),
                    max(address.city), CAST(max(moment) AS VARCHAR), count(DISTINCT part)
                FROM read_parquet('%s', hive_partitioning = true)
                """
                    .formatted(files)))
        .containsExactly(
            List.of(
                (long) ROWS,
                new BigDecimal("2001000.00"),
                (long) ROWS,
                new BigInteger("4000"),
                1,
                "city 999",
                "2026-11-24 12:34:56.123456",
                2L));
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT compression FROM parquet_metadata('%s')".formatted(files)))
        .containsExactly(List.of(codec));
  }

  private String script() {
    StringBuilder script =
        new StringBuilder(
            """
            SET 'execution.runtime-mode' = 'batch';
            SET 'sql-client.execution.result-mode' = 'tableau';
            SET 'table.dml-sync' = 'true';
            CREATE TEMPORARY TABLE numbers (number BIGINT) WITH (
              'connector' = 'datagen', 'number-of-rows' = '%1$d', 'fields.number.kind' = 'sequence',
              'fields.number.start' = '1', 'fields.number.end' = '%1$d');
            """
                .formatted(ROWS));
    for (String codec : CODECS) {
      script.append(
          """
          CREATE TABLE table_%s (
            id BIGINT NOT NULL, name STRING, amount DECIMAL(20, 2), moment TIMESTAMP(6),
            tags ARRAY<STRING>, address ROW<city STRING, zip INT>, part STRING
          ) PARTITIONED BY (part) WITH (
            'connector' = 'filesystem', 'path' = '%s', 'format' = 'arrow-parquet',
            'arrow-parquet.codec' = '%s');
          """
              .formatted(codec, table(codec), codec));
    }
    script.append("EXECUTE STATEMENT SET BEGIN\n");
    for (String codec : CODECS) {
      script.append(
          """
          INSERT INTO table_%s SELECT number, CONCAT('name ', CAST(number AS STRING)),
            CAST(number AS DECIMAL(20, 2)), TIMESTAMP '2026-11-24 12:34:56.123456',
            ARRAY['one', CAST(number AS STRING)],
            ROW(CONCAT('city ', CAST(number AS STRING)), CAST(number AS INT)),
            CASE WHEN MOD(number, 2) = 0 THEN 'even' ELSE 'odd' END
          FROM numbers;
          """
              .formatted(codec));
    }
    script.append("END;\n");
    script.append(
        CODECS.stream()
            .map(
                codec ->
                    """
                    SELECT '%s' AS codec, COUNT(*), MAX(address.zip), SUM(amount), MAX(part)
                    FROM table_%s WHERE tags[2] = CAST(id AS STRING)
                    """
                        .formatted(codec, codec))
            .reduce((one, other) -> one + "UNION ALL " + other)
            .orElseThrow());
    return script.append(";\n").toString();
  }

  private Path table(String codec) {
    return directory.resolve(codec.toLowerCase(Locale.ROOT));
  }

  private static String described(StandaloneCluster cluster) {
    try {
      return cluster.outputs();
    } catch (IOException e) {
      return "The processes' outputs can't be read: " + e;
    }
  }
}
