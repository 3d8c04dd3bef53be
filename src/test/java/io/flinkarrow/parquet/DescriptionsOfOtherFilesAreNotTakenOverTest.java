package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.GeometryFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers that know nothing of geometries leave GeoParquet's entry {@code geo} in the metadata of
 * the schema. What it says of columns holds for the next file, what it says of rows does not.
 */
class DescriptionsOfOtherFilesAreNotTakenOverTest {

  /** As GDAL and DuckDB write it, and Arrow reads it. */
  private static final String ENTRY =
      """
      {"version": "1.1.0", "primary_column": "second", "columns": {
        "first": {"encoding": "WKB", "geometry_types": ["Polygon"], "bbox": [7, 7, 8, 8],
          "orientation": "counterclockwise", "edges": "spherical", "epoch": 2020.5,
          "covering": {"bbox": {"xmin": ["bbox", "xmin"]}}},
        "second": {"encoding": "WKB", "geometry_types": [], "crs": {"type": "EngineeringCRS", "name": "yard"}},
        "third": {"encoding": "WKB", "geometry_types": [], "crs": null},
        "gone": {"encoding": "WKB", "geometry_types": []}}}
      """;

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void plainColumnsAreWhatTheEntrySaysTheyAre(GeometryFormat format) throws IOException {
    GeometryFile file = write(ENTRY, WriterOptions.builder().geometry(format).build());
    if (format == GeometryFormat.NATIVE) {
      assertThat(file.geo().isMissingNode()).isTrue();
    } else {
      assertThat(names(file.geo().path("columns"))).containsExactly("first", "second", "third");
      assertThat(file.geo().path("primary_column").asText()).isEqualTo("second");
      JsonNode first = file.geo("first");
      assertThat(names(first))
          .containsExactlyInAnyOrder("encoding", "geometry_types", "edges", "epoch", "bbox");
      assertThat(first.path("edges").asText()).isEqualTo("spherical");
      assertThat(first.path("bbox").get(0).asDouble()).isEqualTo(1);
      assertThat(first.path("geometry_types").get(0).asText()).isEqualTo("Point");
      assertThat(file.geo("second").path("crs").path("name").asText()).isEqualTo("yard");
      assertThat(file.geo("third").path("crs").isNull()).isTrue();
    }
    if (format == GeometryFormat.GEOPARQUET_1_1) {
      assertThat(file.type("first")).isNull();
    } else {
      assertThat(file.type("first").isSetGEOGRAPHY()).isTrue();
      assertThat(file.type("second").getGEOMETRY().getCrs()).contains("yard");
      assertThat(file.type("third").isSetGEOMETRY()).isTrue();
    }
    assertThat(file.type("other")).isNull();
  }

  @ParameterizedTest
  @EnumSource(GeometryFormat.class)
  void noOtherFilesEntryIsLeft(GeometryFormat format) throws IOException {
    for (String entry : List.of(ENTRY, "{", "null", "[]", "{\"columns\": 1}", "")) {
      GeometryFile file = write(entry, WriterOptions.builder().geometry(format).build());
      assertThat(file.entries("geo")).doesNotContain(entry);
      assertThat(file.entries("geo").size()).isLessThanOrEqualTo(1);
      assertThat(file.entries("pandas")).containsExactly("{}");
      Map<String, String> stored = new HashMap<>(Map.of("pandas", "{}"));
      file.entries("geo").forEach(own -> stored.put("geo", own));
      assertThat(file.arrowSchema().getCustomMetadata()).isEqualTo(stored);
    }
  }

  @Test
  void anEntryThatDescribesNoColumnOfTheSchemaIsLeftOut() throws IOException {
    String entry =
        "{\"columns\": {\"gone\": {\"encoding\": \"WKB\"}}, \"primary_column\": \"gone\"}";
    assertThat(write(entry, WriterOptions.defaults()).geo().isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"columns\": {\"id\": {\"encoding\": \"WKB\"}}}",
        "{\"columns\": {\"first\": {\"encoding\": \"point\"}}}",
        "{\"columns\": {\"first\": {\"encoding\": \"JSON\"}}}",
        "{\"columns\": {\"first\": {\"encoding\": 4}}}",
        "{\"columns\": {\"first\": {\"encoding\": \"WKB\", \"edges\": \"wavy\"}}}",
        "{\"columns\": {\"first\": \"WKB\"}}",
      })
  void whatCannotBeSoIsIgnored(String entry) throws IOException {
    assertThat(write(entry, WriterOptions.defaults()).geo().isMissingNode()).isTrue();
  }

  @Test
  void aFieldThatSpeaksForItselfIsBelieved() throws IOException {
    Schema schema =
        new Schema(
            List.of(GeometryFile.field("second", "{\"crs\": \"EPSG:3857\"}")),
            Map.of("geo", ENTRY));
    assertThat(
            GeometryFile.of(schema, WriterOptions.defaults())
                .geo("second")
                .at("/crs/id/code")
                .asInt())
        .isEqualTo(3857);
  }

  @Test
  void optionsOverrideTheEntry() throws IOException {
    GeometryFile file =
        write(
            ENTRY,
            WriterOptions.builder()
                .column("first", column -> column.coordinateReferenceSystem("EPSG:3857"))
                .column("second", column -> column.geometryMetadata("{\"crs\": \"EPSG:4258\"}"))
                .build());
    assertThat(file.geo("first").at("/crs/id/code").asInt()).isEqualTo(3857);
    assertThat(file.geo("first").path("edges").asText()).isEqualTo("spherical");
    assertThat(file.geo("second").at("/crs/id/code").asInt()).isEqualTo(4258);
  }

  @Test
  void anEntryOfTheOptionsIsTheUsersWord() throws IOException {
    GeometryFile file = write(ENTRY, WriterOptions.builder().keyValueMetadata("geo", "{}").build());
    assertThat(file.entries("geo")).containsExactly("{}");
  }

  @Test
  void structsOfCoordinatesBecomeWkb() throws IOException {
    ArrowType number = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    Field points =
        new Field(
            "places",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.notNullable("x", number), Field.notNullable("y", number)));
    String entry = "{\"columns\": {\"places\": {\"encoding\": \"point\", \"geometry_types\": []}}}";
    GeometryFile file =
        GeometryFile.of(
            new Schema(List.of(points), Map.of("geo", entry)),
            WriterOptions.builder().geometry(GeometryFormat.BOTH).build());
    assertThat(file.geo("places").path("encoding").asText()).isEqualTo("WKB");
    assertThat(file.type("places").isSetGEOMETRY()).isTrue();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static GeometryFile write(String entry, WriterOptions options) throws IOException {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(32, true)),
                Field.nullable("first", ArrowType.Binary.INSTANCE),
                Field.nullable("second", ArrowType.Binary.INSTANCE),
                Field.nullable("third", ArrowType.Binary.INSTANCE),
                Field.nullable("other", ArrowType.Binary.INSTANCE)),
            Map.of("geo", entry, "pandas", "{}"));
    return GeometryFile.of(schema, options);
  }
}
