package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.GeoArrowVectors;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.GeometryFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Geometries in structs and lists have Parquet's types and boxes, where the file has such. {@code
 * geo} does not name them, because GeoParquet allows columns at the top only.
 */
class NestedGeometriesHaveTypesOnlyTest {

  private static final GeoArrowVectors LINES = new GeoArrowVectors(2, 0, true, false);

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              GeometryFile.field("place", "{\"crs\": \"OGC:CRS84\"}"),
              new Field(
                  "stop",
                  FieldType.nullable(ArrowType.Struct.INSTANCE),
                  List.of(GeometryFile.field("where", "{\"crs\": \"EPSG:3857\"}"))),
              new Field(
                  "stops",
                  FieldType.nullable(ArrowType.List.INSTANCE),
                  List.of(GeometryFile.field("element", "{\"crs\": \"EPSG:99999\"}"))),
              new Field(
                  "ways",
                  FieldType.nullable(ArrowType.List.INSTANCE),
                  List.of(LINES.field("element")))));

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void theyComeBack(GeometryFormat format) throws Exception {
    Path file = write(WriterOptions.builder().geometry(format).build());
    boolean typed = format != GeometryFormat.GEOPARQUET_1_1;
    String element = typed ? "ST_AsText(%s)" : "ST_AsText(ST_GeomFromWKB(%s))";
    String query =
        "SELECT %s, len(stops), %s, stops[2] IS NULL, %s FROM %s"
            .formatted(
                element.formatted("stop.\"where\""),
                element.formatted("stops[1]"),
                element.formatted("ways[2]"),
                DuckDbReader.table(file));
    assertThat(DuckDbReader.query(query))
        .containsExactly(
            List.of("POINT (1 2)", 2L, "POINT (3 4)", true, "LINESTRING (7 8, 9 10)"),
            Arrays.asList(null, null, null, true, null));
  }

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void theFooterNamesColumnsAtTheTopOnly(GeometryFormat format) throws IOException {
    WriterOptions options = WriterOptions.builder().geometry(format).build();
    GeometryFile file = GeometryFile.of(SCHEMA, options);
    if (format != GeometryFormat.NATIVE) {
      assertThat(file.geo().path("columns").size()).isEqualTo(1);
      assertThat(file.geo("place").isObject()).isTrue();
    }
    boolean typed = format != GeometryFormat.GEOPARQUET_1_1;
    assertThat(file.type("where") != null).isEqualTo(typed);
    if (typed) {
      assertThat(file.type("where").getGEOMETRY().getCrs()).contains("WGS 84 / Pseudo-Mercator");
    }
  }

  @Test
  void eachHasItsBox() throws IOException {
    Path file = write(WriterOptions.builder().geometry(GeometryFormat.BOTH).build());
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      List<ColumnChunkMetaData> chunks = reader.getFooter().getBlocks().get(0).getColumns();
      assertThat(chunks.stream().map(chunk -> chunk.getPath().toDotString()))
          .containsExactly("place", "stop.where", "stops.list.element", "ways.list.element");
      assertThat(chunks.stream().map(chunk -> box(chunk.getGeospatialStatistics())))
          .containsExactly(
              List.of(0.0, 0.0, 0.0, 0.0),
              List.of(1.0, 1.0, 2.0, 2.0),
              List.of(3.0, 3.0, 4.0, 4.0),
              List.of(5.0, 9.0, 6.0, 10.0));
      assertThat(chunks).noneMatch(chunk -> chunk.getStatistics().hasNonNullValue());
    }
  }

  private static List<Double> box(GeospatialStatistics statistics) {
    var box = statistics.getBoundingBox();
    return List.of(box.getXMin(), box.getXMax(), box.getYMin(), box.getYMax());
  }

  @Test
  void coveringsAreForColumnsAtTheTop() {
    WriterOptions options =
        WriterOptions.builder()
            .column("stop.where", column -> column.covering(GeometryCovering.SINGLE))
            .build();
    assertThatThrownBy(() -> GeometryFile.of(SCHEMA, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'stop.where', which is no column of geometries at the top")
        .hasMessageContaining("These are: [place]");
  }

  /** Two rows: all of it, and nulls. */
  private Path write(WriterOptions options) throws IOException {
    Path file = directory.resolve("nested.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      batch.allocateNew();
      ((VarBinaryVector) batch.getVector("place")).setSafe(0, Geometry.point(0, 0).wkb());
      StructVector stop = (StructVector) batch.getVector("stop");
      stop.setIndexDefined(0);
      ((VarBinaryVector) stop.getChild("where")).setSafe(0, Geometry.point(1, 2).wkb());
      ListVector stops = (ListVector) batch.getVector("stops");
      stops.startNewValue(0);
      ((VarBinaryVector) stops.getDataVector()).setSafe(0, Geometry.point(3, 4).wkb());
      stops.endValue(0, 2);
      ListVector ways = (ListVector) batch.getVector("ways");
      ways.startNewValue(0);
      LINES.fill(
          ways.getDataVector(),
          List.of(
              Geometry.line(new double[] {5, 6}, new double[] {6, 7}),
              Geometry.line(new double[] {7, 8}, new double[] {9, 10})));
      ways.endValue(0, 2);
      batch.setRowCount(2);
      writer.write(batch);
      writer.finish();
    }
    return file;
  }
}
