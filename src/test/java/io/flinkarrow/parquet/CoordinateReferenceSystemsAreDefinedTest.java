package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.testing.GeometryFile;
import io.flinkarrow.testing.LoggedWarnings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers find the definition of a coordinate reference system, whatever the producer called it. If
 * it is not known, the file does not say another, and the job goes on.
 */
class CoordinateReferenceSystemsAreDefinedTest {

  private static final String YARD = "{\"type\": \"EngineeringCRS\", \"name\": \"yard\"}";
  private static final String UNKNOWN_NAME = "{\"crs\": \"EPSG:99999\"}";

  @ParameterizedTest
  @CsvSource({
    "EPSG:3857, EPSG, 3857, WGS 84 / Pseudo-Mercator",
    "epsg:3857, EPSG, 3857, WGS 84 / Pseudo-Mercator",
    "urn:ogc:def:crs:EPSG::3857, EPSG, 3857, WGS 84 / Pseudo-Mercator",
    "urn:ogc:def:crs:EPSG:9.9.1:4258, EPSG, 4258, ETRS89",
    "http://www.opengis.net/def/crs/EPSG/0/4269, EPSG, 4269, NAD83",
    "https://www.opengis.net/def/crs/OGC/0/CRS83, OGC, CRS83, NAD83 (CRS83)",
    "EPSG:4979, EPSG, 4979, WGS 84",
    "EPSG:27700, EPSG, 27700, OSGB36 / British National Grid",
    "EPSG:32601, EPSG, 32601, WGS 84 / UTM zone 1N",
    "EPSG:32631, EPSG, 32631, WGS 84 / UTM zone 31N",
    "EPSG:32660, EPSG, 32660, WGS 84 / UTM zone 60N",
    "EPSG:32701, EPSG, 32701, WGS 84 / UTM zone 1S",
    "EPSG:32760, EPSG, 32760, WGS 84 / UTM zone 60S",
    "EPSG:25828, EPSG, 25828, ETRS89 / UTM zone 28N",
    "EPSG:25832, EPSG, 25832, ETRS89 / UTM zone 32N",
    "EPSG:25838, EPSG, 25838, ETRS89 / UTM zone 38N",
    "EPSG:26901, EPSG, 26901, NAD83 / UTM zone 1N",
    "EPSG:26923, EPSG, 26923, NAD83 / UTM zone 23N",
  })
  void byItsName(String crs, String authority, String code, String name) throws IOException {
    JsonNode definition = written(named(crs), builder -> {}).geo("place").path("crs");
    assertThat(definition.path("name").asText()).isEqualTo(name);
    assertThat(definition.path("id").path("authority").asText()).isEqualTo(authority);
    assertThat(definition.path("id").path("code").asText()).isEqualTo(code);
    assertThat(definition.path("type").asText()).isIn("GeographicCRS", "ProjectedCRS");
  }

  @ParameterizedTest
  @CsvSource({"32601, -177", "32660, 177", "32733, 15", "25832, 9", "26910, -123"})
  void aZoneHasItsMeridian(int code, int meridian) throws IOException {
    JsonNode crs = written(named("EPSG:" + code), builder -> {}).geo("place").path("crs");
    List<Integer> meridians =
        crs.path("conversion").path("parameters").findParents("name").stream()
            .filter(each -> each.path("name").asText().startsWith("Longitude"))
            .map(each -> each.path("value").asInt())
            .toList();
    assertThat(meridians).containsExactly(meridian);
    boolean south = code / 100 == 327;
    assertThat(crs.path("conversion").toString())
        .contains("UTM zone " + code % 100 + (south ? "S" : "N"))
        .contains(south ? "10000000" : "\"False northing\",\"value\":0,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OGC:CRS84",
        "EPSG:4326",
        "epsg:4326",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "GEOGCRS['WGS 84', DATUM['World, (not' ID['EPSG',6326]], ID['EPSG', 4326]]",
      })
  void longitudeAndLatitudeAreTheDefault(String crs) throws IOException {
    GeometryFile file =
        written(named(crs.replace('\'', '"')), all -> all.geometry(GeometryFormat.BOTH));
    assertThat(file.geo("place").isObject()).isTrue();
    assertThat(file.geo("place").has("crs")).isFalse();
    assertThat(file.type("place").getGEOMETRY().isSetCrs()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROJCRS['a name, with ID[\"\"EPSG\"\",4269]', BASEGEOGCRS['b', ID['EPSG',4326]], ID['EPSG',3857]]",
        "PROJCRS[\n  'c',\n  ID['EPSG', 3857, URI['urn:ogc:def:crs:EPSG::3857']]]",
        "PROJCS('d', GEOGCS('e', AUTHORITY('EPSG','4326')), AUTHORITY ( 'EPSG' , '3857' ))",
      })
  void byTheNameThatWktHasItself(String crs) throws IOException {
    for (String type : List.of("", ", \"crs_type\": \"wkt2:2019\"")) {
      String metadata =
          "{\"crs\": %s%s}"
              .formatted(new ObjectMapper().writeValueAsString(crs.replace('\'', '"')), type);
      JsonNode definition = written(metadata, builder -> {}).geo("place").path("crs");
      assertThat(definition.path("id").path("code").asInt()).isEqualTo(3857);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EPSG:99999",
        "EPSG:32661",
        "EPSG:32700",
        "EPSG:25839",
        "ESRI:102100",
        "3857",
        "WGS 84",
        "EPSG:3857+5773",
        "BOUNDCRS[SOURCECRS[PROJCRS['x', ID['EPSG',3857]]], ID['EPSG',3857]]",
        "PROJCRS['x', BASEGEOGCRS['y', ID['EPSG',4326]]]",
        "PROJCRS['x', ID['EPSG',3857",
        "DATUM['x', ID['EPSG',3857]]",
      })
  void anUnknownSystemIsNoOther(String crs) throws IOException {
    String text = crs.replace('\'', '"');
    try (LoggedWarnings warnings = LoggedWarnings.of(DeclaredGeometries.class)) {
      GeometryFile file = written(named(text), all -> all.geometry(GeometryFormat.BOTH));
      assertThat(file.geo("place").path("crs").isNull()).isTrue();
      assertThat(file.geo("place").path("bbox").size()).isEqualTo(4);
      assertThat(file.type("place").getGEOMETRY().getCrs()).isEqualTo(text);
      assertThat(file.arrowSchema().findField("place").getMetadata().toString()).contains("crs");
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .contains("Column place", "coordinateReferenceSystem");
    }
  }

  @Test
  void aNumberOfTheProducersDatabaseIsNotTakenForOneOfEpsg() throws IOException {
    GeometryFile file =
        written(
            "{\"crs\": \"3857\", \"crs_type\": \"srid\"}",
            all -> all.geometry(GeometryFormat.BOTH));
    assertThat(file.geo("place").path("crs").isNull()).isTrue();
    assertThat(file.type("place").getGEOMETRY().getCrs()).isEqualTo("srid:3857");
  }

  @Test
  void parquetsOwnTypesHaveTheDefinition() throws IOException {
    GeometryFile file = written(named("EPSG:3857"), all -> all.geometry(GeometryFormat.NATIVE));
    assertThat(file.geo().isMissingNode()).isTrue();
    JsonNode definition = new ObjectMapper().readTree(file.type("place").getGEOMETRY().getCrs());
    assertThat(definition.path("name").asText()).isEqualTo("WGS 84 / Pseudo-Mercator");
  }

  @ParameterizedTest
  @EnumSource(value = GeometryFormat.class, mode = Mode.EXCLUDE, names = "NATIVE")
  void aDeclaredSystemThatIsUnknownIsRefused(GeometryFormat format) {
    Schema plain = new Schema(List.of(Field.nullable("place", ArrowType.Binary.INSTANCE)));
    WriterOptions options =
        WriterOptions.builder()
            .geometry(format)
            .column("place", column -> column.geometryMetadata(UNKNOWN_NAME))
            .build();
    assertThatThrownBy(() -> GeometryFile.of(plain, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column place")
        .hasMessageContaining("'EPSG:99999'")
        .hasMessageContaining("by the column's option coordinateReferenceSystem")
        .hasMessageContaining("NATIVE");
  }

  @Test
  void anOptionGivesTheDefinition() throws IOException {
    for (String metadata :
        List.of(UNKNOWN_NAME, "{}", "", "{\"crs\": \"WKT\", \"crs_type\": \"wkt2:2019\"}")) {
      GeometryFile file =
          written(
              metadata,
              all ->
                  all.geometry(GeometryFormat.BOTH)
                      .column("place", column -> column.coordinateReferenceSystem(YARD)));
      JsonNode yard = new ObjectMapper().readTree(YARD);
      assertThat(file.geo("place").path("crs")).isEqualTo(yard);
      assertThat(new ObjectMapper().readTree(file.type("place").getGEOMETRY().getCrs()))
          .isEqualTo(yard);
    }
  }

  @Test
  void theOptionLeavesEdgesAlone() throws IOException {
    GeometryFile file =
        written(
            "{\"crs\": \"EPSG:99999\", \"edges\": \"spherical\"}",
            builder -> builder.columns(all -> all.coordinateReferenceSystem("EPSG:4258")));
    assertThat(file.geo("place").path("crs").path("id").path("code").asInt()).isEqualTo(4258);
    assertThat(file.geo("place").path("edges").asText()).isEqualTo("spherical");
  }

  @Test
  void theOptionIsForColumnsOfGeometries() {
    assertThatThrownBy(
            () ->
                written(
                    "{}",
                    all -> all.column("id", column -> column.coordinateReferenceSystem(YARD))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 'id'")
        .hasMessageContaining("These are: [place]");
    for (String wrong : List.of("EPSG:99999", "{", "", "[]")) {
      assertThatThrownBy(
              () -> WriterOptions.builder().columns(all -> all.coordinateReferenceSystem(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("coordinateReferenceSystem must be PROJJSON")
          .hasMessageContaining("but was '" + wrong + "'")
          .hasMessageContaining("pyproj");
    }
    assertThatThrownBy(
            () ->
                WriterOptions.builder()
                    .columns(all -> all.coordinateReferenceSystem("x".repeat(5_000))))
        .hasMessageContaining("x...'")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void edgesThatTheFooterCannotNameLeaveTheColumnOut() throws IOException {
    String karney = "{\"crs\": \"OGC:CRS84\", \"edges\": \"karney\"}";
    assertThat(written(karney, builder -> {}).geo().isMissingNode()).isTrue();
    assertThat(
            written(karney, all -> all.geometry(GeometryFormat.GEOPARQUET_2_0))
                .geo("place")
                .path("edges")
                .asText())
        .isEqualTo("karney");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"crs\": \"EPSG:7844\", \"epoch\": 2020.5}",
        "{\"crs\": {\"type\": \"CoordinateMetadata\", \"crs\": %s, \"coordinateEpoch\": 2020.5}}",
      })
  void anEpochIsPassedOn(String metadata) throws IOException {
    JsonNode column = written(metadata.formatted(YARD), builder -> {}).geo("place");
    assertThat(column.path("epoch").asDouble()).isEqualTo(2020.5);
    assertThat(column.path("crs").path("type").asText()).isIn("EngineeringCRS", "GeographicCRS");
    assertThat(column.has("orientation")).isFalse();
  }

  private static String named(String crs) throws IOException {
    return new ObjectMapper().writeValueAsString(Map.of("crs", crs));
  }

  private static GeometryFile written(String metadata, Consumer<WriterOptions.Builder> choices)
      throws IOException {
    WriterOptions.Builder builder = WriterOptions.builder();
    choices.accept(builder);
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(32, true)),
                GeometryFile.field("place", metadata)));
    return GeometryFile.of(schema, builder.build());
  }
}
