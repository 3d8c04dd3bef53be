package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.testing.DestroyedChunks;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table's options say which of its BYTES columns hold geometries. */
class GeometryTablesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  private static final int ROWS = 40;

  @TempDir Path directory;

  /** Each row's point is at (id, -id); that of the last row is null. */
  private void insertPoints(SqlSession session) throws Exception {
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(
                id ->
                    "(%d, %s)".formatted(id, id == ROWS - 1 ? "CAST(NULL AS BYTES)" : literal(id)))
            .collect(Collectors.joining(", "));
    session.run(
        "INSERT INTO places SELECT * FROM (VALUES %s) AS points (id, place) ORDER BY id"
            .formatted(rows));
  }

  private static String literal(int id) {
    return "x'" + HexFormat.of().formatHex(Geometry.point(id, -id).wkb()) + "'";
  }

  private void createTable(SqlSession session, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "'arrow-parquet.row-group-rows' = '10'",
                "'arrow-parquet.column.place.geometry-metadata' = '{}'"));
    all.addAll(Arrays.asList(options));
    session.createTable(
        "places", "id BIGINT NOT NULL, place BYTES", directory, all.toArray(String[]::new));
  }

  @Test
  void isReadAsGeometriesAndSkippedByPlace() throws Exception {
    SqlSession session = SqlSession.ofOneTask(RuntimeExecutionMode.BATCH);
    createTable(
        session,
        "'arrow-parquet.geometry' = 'BOTH'",
        "'arrow-parquet.column.place.covering' = 'DOUBLE'",
        "'arrow-parquet.column.place.coordinate-reference-system' = 'EPSG:3857'");
    insertPoints(session);

    assertThat(session.rows("SELECT id FROM places WHERE place = " + literal(17)))
        .containsExactly("+I[17]");
    assertThat(session.rows("SELECT COUNT(*) FROM places WHERE place IS NULL"))
        .containsExactly("+I[1]");
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSize(1);
    String table = " FROM " + DuckDbReader.table(files.get(0));
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT typeof(place) LIKE 'GEOMETRY(%Pseudo-Mercator%'" + table))
        .containsExactly(List.of(true));
    assertThat(
            DuckDbReader.query(
                "SELECT count(*)"
                    + table
                    + " WHERE bbox.xmin = id AND bbox.ymax = -id AND ST_AsText(place) LIKE format('POINT ({} %)', id)"))
        .containsExactly(List.of(ROWS - 1L));
    DestroyedChunks.allBut(files.get(0), 1, 1);
    assertThat(
            DuckDbReader.query("SELECT id" + table + " WHERE place && 'POINT (12 -12)'::GEOMETRY"))
        .containsExactly(List.of(12L));
    assertThat(SqlSession.messages(catchThrowable(() -> session.drain("places"))))
        .contains(files.get(0).getFileName().toString());
  }

  @Test
  void aSystemIsGivenAsProjjson() throws Exception {
    SqlSession session = SqlSession.batch();
    createTable(
        session,
        "'arrow-parquet.column.place.coordinate-reference-system' = '{\"type\": \"EngineeringCRS\", \"name\": \"yard\"}'");
    insertPoints(session);
    for (Path file : PartFiles.visible(directory)) {
      assertThat(
              DuckDbReader.query(
                  "SELECT decode(value) LIKE '%%\"name\":\"yard\"%%' FROM parquet_kv_metadata('%s') WHERE key = 'geo'"
                      .formatted(file)))
          .containsExactly(List.of(true));
    }
  }

  @Test
  void whatCannotBeIsRefusedWhenAStatementIsPlanned() {
    assertThat(
            refusal(
                "id BIGINT, place BYTES",
                "'arrow-parquet.column.place.geometry-metadata' = '{\"crs\": \"EPSG:99999\"}'"))
        .contains("Column place has the coordinate reference system 'EPSG:99999'")
        .contains("coordinateReferenceSystem");
    assertThat(
            refusal(
                "id BIGINT, place BYTES",
                "'arrow-parquet.column.place.coordinate-reference-system' = 'EPSG:99999'"))
        .contains("'arrow-parquet.column.place.coordinate-reference-system' = 'EPSG:99999'")
        .contains("must be PROJJSON");
    assertThat(
            refusal(
                "id BIGINT, place BYTES",
                "'arrow-parquet.column.place.coordinate-reference-system' = 'EPSG:3857'"))
        .contains("'place', which is no column of geometries at the top of the schema");
    assertThat(
            refusal(
                "id BIGINT, place STRING", "'arrow-parquet.column.place.geometry-metadata' = '{}'"))
        .contains("Column 'place' has the option geometryMetadata, but its type is Utf8");
    assertThat(
            refusal(
                "id BIGINT, place BYTES, bbox INT",
                "'arrow-parquet.column.place.geometry-metadata' = '{}'",
                "'arrow-parquet.column.place.covering' = 'SINGLE'"))
        .contains("bbox");
  }

  private String refusal(String columns, String... options) {
    SqlSession session = SqlSession.batch();
    session.createTable("t", columns, directory, options);
    return SqlSession.messages(catchThrowable(() -> session.run("INSERT INTO t SELECT * FROM t")));
  }
}
