package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** People can read from a difference which field is how, and should be how. */
class SchemaDifferenceTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();

  @Test
  void equalSchemasHaveNoDifference() {
    Schema schema =
        new Schema(List.of(Field.nullable("id", INT), list(Field.nullable("element", TEXT))));
    SchemaDifference difference = SchemaDifference.between(schema, new Schema(schema.getFields()));
    assertThat(difference.isEmpty()).isTrue();
    assertThat(difference.lines()).isEmpty();
    assertThat(difference.toString()).startsWith("The schemas are equal: ['id' Int(32, true), ");
  }

  @Test
  void everyDifferenceHasALineWithItsPlace() {
    Field list = list(Field.nullable("element", INT));
    Schema expected =
        new Schema(
            List.of(
                Field.nullable("id", INT),
                Field.nullable("name", TEXT),
                list,
                Field.nullable("gone", INT)));
    Schema actual =
        new Schema(
            List.of(
                Field.notNullable("id", INT),
                Field.nullable("title", TEXT),
                list(Field.nullable("element", TEXT))),
            Map.of("secret key", "secret value"));
    assertThat(SchemaDifference.between(expected, actual).lines())
        .containsExactly(
            "schema: metadata differs in the keys [secret key]",
            "field 0: expected 'id' Int(32, true), came 'id' Int(32, true) not null",
            "field 1: expected 'name' Utf8, came 'title' Utf8",
            "field 2 'tags' child 0: expected 'element' Int(32, true), came 'element' Utf8",
            "field 3: expected 'gone' Int(32, true), it is missing");
    assertThat(SchemaDifference.between(actual, expected).lines())
        .contains("field 3: 'gone' Int(32, true) is not expected");
    assertThat(SchemaDifference.between(expected, actual).toString())
        .contains("actual schema:   ['id' Int(32, true) not null, 'title' Utf8, 'tags' List<")
        .doesNotContain("secret value");
  }

  @Test
  void longDifferencesAreCut() {
    Schema wide =
        new Schema(IntStream.range(0, 100).mapToObj(i -> Field.nullable("c" + i, INT)).toList());
    SchemaDifference difference = SchemaDifference.between(wide, new Schema(List.of()));
    assertThat(difference.lines()).hasSize(100);
    assertThat(difference.toString()).contains("and 80 more differences");
  }

  private static Field list(Field element) {
    return new Field("tags", FieldType.nullable(new ArrowType.List()), List.of(element));
  }
}
