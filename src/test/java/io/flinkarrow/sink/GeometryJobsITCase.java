package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.DestroyedChunks;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.GeoArrowVectors;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.GeometryFile;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that write batches of geometries, whose files DuckDB skips by place. */
class GeometryJobsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final GeoArrowVectors LINES = new GeoArrowVectors(2, 0, false, false);
  private static final int ROWS = 10;

  private static final WriterOptions OPTIONS =
      WriterOptions.builder()
          .geometry(GeometryFormat.BOTH)
          .rowGroupRows(ROWS)
          .columns(all -> all.covering(GeometryCovering.SINGLE))
          .build();

  @TempDir Path directory;

  private static Schema schema(Map<String, String> metadata) {
    return new Schema(
        List.of(
            Field.notNullable("id", new ArrowType.Int(64, true)),
            GeometryFile.field("place", "{\"crs\": \"EPSG:25832\"}"),
            LINES.field("way"),
            Field.nullable("plain", ArrowType.Binary.INSTANCE)),
        metadata);
  }

  /** Row by row, a point at (id, -id), and a line from there to the right. */
  private static RecordBatch batch(Schema schema, long first) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, NumberedBatches.allocator())) {
      root.allocateNew();
      for (int row = 0; row < ROWS; row++) {
        double x = first + row;
        ((BigIntVector) root.getVector("id")).setSafe(row, first + row);
        byte[] point = Geometry.point(x, -x).wkb();
        ((VarBinaryVector) root.getVector("place")).setSafe(row, point);
        ((VarBinaryVector) root.getVector("plain")).setSafe(row, point);
      }
      LINES.fill(
          root.getVector("way"),
          IntStream.range(0, ROWS)
              .mapToDouble(row -> first + row)
              .mapToObj(x -> Geometry.line(new double[] {x, -x}, new double[] {x + 1, -x}))
              .toList());
      root.setRowCount(ROWS);
      return RecordBatch.copyOf(root);
    }
  }

  private void run(int batches, int kills, Map<String, String> metadata) throws Exception {
    Schema schema = schema(metadata);
    StreamExecutionEnvironment environment = Jobs.environment(1);
    Jobs.numberedByCheckpoint(environment, batches, 1, 10)
        .map(
            batch -> batch(schema(metadata), batch.body().buffer(1).getLong(0) * ROWS),
            RecordBatchTypeInfo.of(schema))
        .map(new FailingMap<>("geometries " + metadata.size(), kills, 1, 3))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), schema)
                .options(OPTIONS)
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf("geometries " + metadata.size())).isEqualTo(kills);
  }

  private String table() {
    return "FROM read_parquet('%s/**/*.parquet')".formatted(directory);
  }

  @Test
  void everyGeometryIsThereOnceWithItsSystem() throws Exception {
    run(60, 3, Map.of());
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT id), bool_and(ST_AsText(place) = format('POINT ({} -{})', id, id) OR id = 0), "
                    + "bool_and(ST_AsText(way) LIKE format('LINESTRING ({} %%, {} %%)', id, id + 1)), "
                    + "bool_and(bbox.xmin = id AND bbox.ymax = -id AND way_bbox.xmax = id + 1) "
                    + table()))
        .containsExactly(List.of(60L * ROWS, 60L * ROWS, true, true, true));
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT typeof(place) LIKE 'GEOMETRY(%ETRS89 / UTM zone 32N%', typeof(way) "
                    + table()))
        .containsExactly(List.of(true, "GEOMETRY"));
  }

  @Test
  void rowGroupsElsewhereAreNotRead() throws Exception {
    StreamExecutionEnvironment environment = Jobs.withoutCheckpoints(1);
    Schema schema = schema(Map.of());
    environment
        .fromData(
            IntStream.range(0, 4).mapToObj(i -> batch(schema, 10L * i)).toList(),
            RecordBatchTypeInfo.of(schema))
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.toUri()), schema)
                .options(OPTIONS)
                .build());
    environment.execute();
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSize(1);
    DestroyedChunks.allBut(files.get(0), 2, 1);
    for (String near :
        List.of(
            "place && 'LINESTRING (20.5 -99, 22.5 0)'::GEOMETRY",
            "bbox.xmin < 22.5 AND bbox.xmax > 20.5")) {
      assertThat(DuckDbReader.query("SELECT ST_AsText(place) %s WHERE %s".formatted(table(), near)))
          .containsExactlyInAnyOrder(List.of("POINT (21 -21)"), List.of("POINT (22 -22)"));
    }
    assertThatThrownBy(() -> DuckDbReader.query("SELECT ST_AsText(place) " + table()));
  }

  /** What Arrow makes of a GeoParquet file whose geometries it does not know. */
  @Test
  void plainColumnsThatTheSchemaDescribesAreGeometries() throws Exception {
    String entry =
        "{\"version\": \"1.1.0\", \"primary_column\": \"plain\", \"columns\": {\"plain\": {\"encoding\": \"WKB\", \"geometry_types\": [], \"bbox\": [900, 900, 901, 901]}}}";
    run(30, 1, Map.of("geo", entry));
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), bool_and(ST_AsText(plain) = ST_AsText(place)) " + table()))
        .containsExactly(List.of(30L * ROWS, true));
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT key = 'geo', decode(value) LIKE '%primary_column\":\"plain\"%', decode(value) LIKE '%900%' FROM parquet_kv_metadata('%/**/*.parquet') WHERE key = 'geo'"
                    .replace("'%/**", "'" + directory + "/**")))
        .containsExactly(List.of(true, true, false));
  }
}
