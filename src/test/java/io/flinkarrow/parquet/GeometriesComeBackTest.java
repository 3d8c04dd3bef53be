package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.DestroyedChunks;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.Geometry;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.column.statistics.geospatial.BoundingBox;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Columns of WKB, in each format: foreign readers take them for geometries, and skip by boxes. */
class GeometriesComeBackTest {

  private static final String LONGITUDE_LATITUDE = "{\"crs\": \"OGC:CRS84\"}";
  private static final String LOCAL =
      "{\"crs\": {\"type\": \"EngineeringCRS\", \"name\": \"yard\"}, \"crs_type\": \"projjson\"}";

  /** Ten to a row group. */
  private static final int ROWS = 40;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void asGeometriesInDuckDb(GeometryFormat format) throws Exception {
    Path file = points(format, LONGITUDE_LATITUDE);
    List<List<Object>> rows =
        DuckDbReader.query(
            "SELECT typeof(geometry) LIKE 'GEOMETRY%', ST_AsText(geometry) FROM "
                + DuckDbReader.table(file)
                + " WHERE id IN (3, 4) ORDER BY id");
    assertThat(rows).containsExactly(Arrays.asList(true, null), List.of(true, "POINT (4 -4)"));
  }

  @ParameterizedTest
  @EnumSource(value = GeometryFormat.class, mode = Mode.EXCLUDE, names = "GEOPARQUET_1_1")
  void rowGroupsWithoutMatchesAreSkippedByDuckDb(GeometryFormat format) throws Exception {
    Path file = points(format, LONGITUDE_LATITUDE);
    DestroyedChunks.allBut(file, 2, 1);
    String table = "FROM " + DuckDbReader.table(file);
    String query =
        "SELECT ST_AsText(geometry) %s WHERE geometry && 'LINESTRING (20.5 -99, 22.5 0)'::GEOMETRY"
            .formatted(table);
    assertThat(DuckDbReader.query(query))
        .containsExactlyInAnyOrder(List.of("POINT (21 -21)"), List.of("POINT (22 -22)"));
    assertThatThrownBy(() -> DuckDbReader.query("SELECT ST_AsText(geometry) " + table));
  }

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void neverWithMinimumAndMaximum(GeometryFormat format) throws IOException {
    try (ParquetFileReader reader = open(points(format, LONGITUDE_LATITUDE))) {
      for (ColumnChunkMetaData chunk : chunks(reader.getFooter(), 1)) {
        assertThat(chunk.getStatistics().hasNonNullValue()).isFalse();
        assertThat(chunk.getStatistics().getNumNulls()).isPositive();
        assertThat(reader.readColumnIndex(chunk)).isNull();
        assertThat(reader.readOffsetIndex(chunk)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = GeometryFormat.class, mode = Mode.EXCLUDE, names = "GEOPARQUET_1_1")
  void parquetJavaSeesTypeAndStatistics(GeometryFormat format) throws IOException {
    try (ParquetFileReader reader = open(points(format, LOCAL))) {
      ParquetMetadata footer = reader.getFooter();
      assertThat(
              footer.getFileMetaData().getSchema().getType("geometry").getLogicalTypeAnnotation())
          .isEqualTo(
              LogicalTypeAnnotation.geometryType(
                  "{\"type\":\"EngineeringCRS\",\"name\":\"yard\"}"));
      List<ColumnChunkMetaData> chunks = chunks(footer, 1);
      assertThat(chunks).hasSize(4);
      GeospatialStatistics statistics = chunks.get(2).getGeospatialStatistics();
      assertThat(statistics.getGeospatialTypes().getTypes()).containsExactly(1, 1001);
      BoundingBox box = statistics.getBoundingBox();
      assertThat(List.of(box.getXMin(), box.getYMin(), box.getZMin(), box.getXMax(), box.getYMax()))
          .containsExactly(20.0, -29.0, 1.0, 29.0, -20.0);
      assertThat(box.isMValid()).isFalse();
    }
  }

  @Test
  void plainColumnsHaveNeitherTypeNorStatistics() throws IOException {
    try (ParquetFileReader reader = open(points(GeometryFormat.GEOPARQUET_1_1, LOCAL))) {
      assertThat(
              reader.getFileMetaData().getSchema().getType("geometry").getLogicalTypeAnnotation())
          .isNull();
      assertThat(chunks(reader.getFooter(), 1).get(0).getGeospatialStatistics()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"GEOPARQUET_1_1, 1.1.0", "BOTH, 1.1.0", "GEOPARQUET_2_0, 2.0.0", "NATIVE,"})
  void theFooterDescribesTheFile(GeometryFormat format, String version) throws IOException {
    JsonNode geo = geo(points(format, LOCAL));
    if (version == null) {
      assertThat(geo).isNull();
      return;
    }
    String expected =
        """
        {"version": "%s", "primary_column": "geometry", "columns": {"geometry": {
          "encoding": "WKB", "geometry_types": ["Point", "Point Z"],
          "crs": {"type": "EngineeringCRS", "name": "yard"},
          "bbox": [0.0, -39.0, 1.0, 39.0, 0.0, 1.0]}}}
        """;
    assertThat(geo).isEqualTo(new ObjectMapper().readTree(expected.formatted(version)));
  }

  @Test
  void theDefaultSystemIsLeftOutAndAnUnknownOneIsNull() throws IOException {
    JsonNode known = geo(points(GeometryFormat.BOTH, LONGITUDE_LATITUDE));
    assertThat(known.at("/columns/geometry").has("crs")).isFalse();
    JsonNode unknown = geo(points(GeometryFormat.BOTH, ""));
    assertThat(unknown.at("/columns/geometry").get("crs").isNull()).isTrue();
  }

  @Test
  void edgesOnASphereMakeAGeography() throws IOException {
    String metadata = "{\"crs\": \"EPSG:4326\", \"edges\": \"spherical\"}";
    try (ParquetFileReader reader = open(points(GeometryFormat.BOTH, metadata))) {
      assertThat(
              reader.getFileMetaData().getSchema().getType("geometry").getLogicalTypeAnnotation())
          .isEqualTo(
              LogicalTypeAnnotation.geographyType(null, EdgeInterpolationAlgorithm.SPHERICAL));
    }
    assertThat(geo(points(GeometryFormat.BOTH, metadata)).at("/columns/geometry/edges").asText())
        .isEqualTo("spherical");
  }

  @Test
  void anotherFilesDescriptionIsNotTakenOver() throws IOException {
    Schema schema = new Schema(schema(LOCAL).getFields(), Map.of("geo", "{}"));
    Path described = write(schema, GeometryFormat.BOTH);
    assertThat(geo(described).path("version").asText()).isEqualTo("1.1.0");
    assertThat(geo(write(schema, GeometryFormat.NATIVE))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|it is not JSON",
        "[]|it is no JSON object",
        "{\"crs\": 4326}|'crs' is neither PROJJSON nor a string",
        "{\"crs\": \"{\", \"crs_type\": \"projjson\"}|'crs' is not the PROJJSON",
        "{\"edges\": \"wavy\"}|'edges' is none of planar, spherical",
      })
  void metadataThatGeoArrowDoesNotHaveIsRefused(String metadata, String message) {
    assertThatThrownBy(() -> write(schema(metadata), GeometryFormat.GEOPARQUET_1_1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("geometry")
        .hasMessageContaining(message);
  }

  @Test
  void columnsAreDeclaredByAnOption() throws IOException {
    Schema plain =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(64, true)),
                Field.nullable("geometry", ArrowType.Binary.INSTANCE)));
    WriterOptions.Builder options =
        WriterOptions.builder().column("geometry", column -> column.geometryMetadata(LOCAL));
    JsonNode declared = geo(write(plain, options.rowGroupRows(10).build()));
    assertThat(declared).isEqualTo(geo(points(GeometryFormat.GEOPARQUET_1_1, LOCAL)));
    assertThatThrownBy(
            () -> write(plain, options.column("place", c -> c.geometryMetadata("{}")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column 'place'")
        .hasMessageContaining("not at the top of the schema, which has [id, geometry]");
    assertThatThrownBy(() -> options.columns(all -> all.geometryMetadata("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void whatIsNoGeometryIsWrittenAndCounted(GeometryFormat format) throws Exception {
    Schema schema = schema(LONGITUDE_LATITUDE);
    Path file = directory.resolve("invalid.parquet");
    List<byte[]> values =
        List.of(Geometry.point(1, 2).wkb(), new byte[0], new byte[] {1, 2, 3}, new byte[5000]);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, schema, WriterOptions.builder().geometry(format).rowGroupRows(2).build())) {
      for (int row = 0; row < values.size(); row++) {
        ((BigIntVector) batch.getVector(0)).setSafe(row, row);
        ((VarBinaryVector) batch.getVector(1)).setSafe(row, values.get(row));
      }
      batch.setRowCount(values.size());
      writer.write(batch);
      FileSummary summary = writer.finish();
      assertThat(summary.columns().get(0).invalidGeometries()).isEmpty();
      assertThat(summary.columns().get(1).invalidGeometries()).hasValue(3);
    }
    assertThat(ParquetJavaReader.read(file))
        .extracting(row -> row.get("geometry"))
        .isEqualTo(values.stream().map(PlainValue::of).toList());
    try (ParquetFileReader reader = open(file)) {
      GeospatialStatistics last = chunks(reader.getFooter(), 1).get(1).getGeospatialStatistics();
      assertThat(last == null || last.getBoundingBox() == null).isTrue();
    }
  }

  @Test
  void otherStorageIsRefused() {
    Schema schema =
        new Schema(List.of(field("place", ArrowType.Utf8.INSTANCE, LONGITUDE_LATITUDE)));
    assertThatThrownBy(
            () ->
                ArrowParquetWriter.open(
                    OutputStream.nullOutputStream(), schema, WriterOptions.defaults()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Field place")
        .hasMessageContaining("give geoarrow.wkb its storage, Binary");
  }

  private Path points(GeometryFormat format, String metadata) throws IOException {
    return write(schema(metadata), format);
  }

  private static Schema schema(String metadata) {
    return new Schema(
        List.of(
            Field.nullable("id", new ArrowType.Int(64, true)),
            field("geometry", ArrowType.Binary.INSTANCE, metadata)));
  }

  private static Field field(String name, ArrowType storage, String metadata) {
    return new Field(
        name,
        new FieldType(
            true,
            storage,
            null,
            Map.of("ARROW:extension:name", "geoarrow.wkb", "ARROW:extension:metadata", metadata)),
        null);
  }

  private Path write(Schema schema, GeometryFormat format) throws IOException {
    return write(schema, WriterOptions.builder().geometry(format).rowGroupRows(10).build());
  }

  private Path write(Schema schema, WriterOptions options) throws IOException {
    Path file = directory.resolve("geometries.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      BigIntVector ids = (BigIntVector) batch.getVector(0);
      VarBinaryVector geometries = (VarBinaryVector) batch.getVector(1);
      for (int row = 0; row < ROWS; row++) {
        ids.setSafe(row, row);
        if (row % 10 != 3) {
          geometries.setSafe(row, value(row));
        }
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    return file;
  }

  /** A point, with an elevation now and then. */
  private static byte[] value(int row) {
    return (row % 10 == 7 ? Geometry.point(row, -row, 1) : Geometry.point(row, -row)).wkb();
  }

  private static ParquetFileReader open(Path file) throws IOException {
    return ParquetFileReader.open(new LocalInputFile(file));
  }

  private static List<ColumnChunkMetaData> chunks(ParquetMetadata footer, int column) {
    return footer.getBlocks().stream().map(block -> block.getColumns().get(column)).toList();
  }

  private static JsonNode geo(Path file) throws IOException {
    try (ParquetFileReader reader = open(file)) {
      String json = reader.getFileMetaData().getKeyValueMetaData().get("geo");
      return json == null ? null : new ObjectMapper().readTree(json);
    }
  }
}
