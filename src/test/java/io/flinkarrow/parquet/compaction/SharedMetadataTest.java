package io.flinkarrow.parquet.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.schema.SchemaMetadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/** What files say of themselves is left out rather than chosen. */
class SharedMetadataTest {

  private static final MessageType SCHEMA = new MessageType("rows");

  private static final String GEO =
      """
      {"version": "1.1.0", "primary_column": "g", "columns": {"g": {"encoding": "WKB", "geometry_types": [%s]%s}}}
      """;

  private final SharedMetadata metadata = new SharedMetadata(SCHEMA);

  private static Map<String, String> geo(String types, String box) {
    return Map.of("geo", GEO.formatted(types, box));
  }

  private void assertGeo(String types, String box) {
    assertThat(metadata.entries().get("geo").replace(" ", ""))
        .isEqualTo(GEO.formatted(types, box).strip().replace(" ", ""));
  }

  @Test
  void entriesThatAllFilesHaveStay() {
    metadata.add("a", true, Map.of("same", "1", "other", "1", "first", "1", "pandas", "{}"));
    metadata.add("b", true, Map.of("same", "1", "other", "2", "second", "1", "pandas", "{}"));
    assertThat(metadata.entries()).isEqualTo(Map.of("same", "1"));
    assertThat(metadata.leftOut()).containsExactly("first", "other", "pandas", "second");
  }

  @Test
  void allOfOneFileStays() {
    Map<String, String> entries = Map.of("a", "1", "pandas", "{}", "ARROW:schema", "unreadable");
    metadata.add("a", true, entries);
    assertThat(metadata.entries()).isEqualTo(entries);
    assertThat(metadata.leftOut()).isEmpty();
  }

  @Test
  void theEntryOfPandasIsInNoSchemaEither() {
    List<Field> fields = List.of(Field.nullable("a", new ArrowType.Int(64, true)));
    Map<String, String> ofEach =
        SchemaMetadata.of(new Schema(fields, Map.of("pandas", "{}")), Map.of(), Set.of(), null);
    assertThat(ofEach).containsOnlyKeys("pandas", "ARROW:schema");
    SharedMetadata shared =
        new SharedMetadata(
            new MessageType("rows", Types.optional(PrimitiveTypeName.INT64).named("a")));
    shared.add("a", true, ofEach);
    shared.add("b", true, ofEach);
    assertThat(shared.entries())
        .isEqualTo(SchemaMetadata.of(new Schema(fields), Map.of(), Set.of(), null));
    assertThat(shared.leftOut()).containsExactly("pandas");
  }

  @Test
  void anArrowSchemaThatOneFileLacksIsLeftOut() {
    metadata.add("a", true, Map.of("ARROW:schema", "AAAA"));
    metadata.add("b", true, Map.of());
    assertThat(metadata.entries()).isEmpty();
    assertThat(metadata.leftOut()).containsExactly("ARROW:schema");
  }

  @Test
  void boxesAndTypesAreThoseOfAllFiles() {
    metadata.add("a", true, geo("\"Polygon\"", ", \"bbox\": [-10.5, 0.0, 20.0, 1.5]"));
    metadata.add("b", true, geo("\"Point\"", ", \"bbox\": [0.0, -7.0, 30.0, 1.0]"));
    metadata.add("empty", false, geo("", ""));
    assertGeo("\"Point\", \"Polygon\"", ", \"bbox\": [-10.5, -7.0, 30.0, 1.5]");
  }

  @Test
  void filesWithoutRowsSayNothing() {
    metadata.add("empty", false, geo("", ""));
    metadata.add("a", true, geo("\"Point\"", ", \"bbox\": [0.0, 0.0, 1.0, 1.0]"));
    assertGeo("\"Point\"", ", \"bbox\": [0.0, 0.0, 1.0, 1.0]");
  }

  @Test
  void whatOneFileDoesNotKnowIsLeftOut() {
    metadata.add("a", true, geo("\"Point\"", ", \"bbox\": [0.0, 0.0, 1.0, 1.0]"));
    metadata.add("b", true, geo("", ""));
    assertGeo("", "");
    metadata.add("c", true, geo("\"Point\"", ", \"bbox\": [0.0, 0.0, 1.0, 1.0]"));
    assertGeo("", "");
  }

  @Test
  void boxesAcrossTheAntimeridianAreLeftOut() {
    metadata.add("a", true, geo("\"Point\"", ", \"bbox\": [170.0, 0.0, -170.0, 1.0]"));
    metadata.add("b", true, geo("\"Point\"", ", \"bbox\": [0.0, 0.0, 1.0, 1.0]"));
    assertGeo("\"Point\"", "");
  }

  @Test
  void otherDescriptionsOfGeometriesAreRefused() {
    metadata.add("a.parquet", true, geo("\"Point\"", ""));
    assertThatThrownBy(() -> metadata.add("b.parquet", true, geo("\"Point\"", ", \"crs\": null")))
        .hasMessageContaining("b.parquet does not describe its geometries as a.parquet does");
    assertThatThrownBy(() -> metadata.add("c.parquet", true, Map.of()))
        .hasMessageContaining("c.parquet does not describe");
    assertThatThrownBy(() -> metadata.add("d.parquet", true, Map.of("geo", "[]")))
        .hasMessageContaining("entry 'geo' of d.parquet");
  }
}
