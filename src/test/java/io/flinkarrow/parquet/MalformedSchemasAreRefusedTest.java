package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Schemas that nothing can walk or store are refused before anything is made of them. */
class MalformedSchemasAreRefusedTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final Map<String, String> WITHOUT_VALUE = Collections.singletonMap("owner", null);

  private static void open(Schema schema) {
    ArrowParquetWriter.open(OutputStream.nullOutputStream(), schema, WriterOptions.defaults())
        .close();
  }

  private static void openWithDictionaries(Schema schema) {
    ArrowParquetWriter.open(
            OutputStream.nullOutputStream(),
            schema,
            new MapDictionaryProvider(),
            WriterOptions.defaults())
        .close();
  }

  /** Its fields are required, so that they take no levels. */
  private static Schema nested(int levels) {
    Field field = Field.notNullable("leaf", INT);
    for (int level = 1; level < levels; level++) {
      FieldType struct = FieldType.notNullable(ArrowType.Struct.INSTANCE);
      field = new Field("level", struct, List.of(field));
    }
    return new Schema(List.of(field));
  }

  @Test
  void tooDeep() {
    for (int levels : new int[] {257, 3_000}) {
      assertThatThrownBy(() -> open(nested(levels)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("Field level is nested deeper than 256 levels; flatten it");
      assertThatThrownBy(() -> openWithDictionaries(nested(levels)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("nested deeper than 256 levels");
    }
    assertThatCode(() -> open(nested(256))).doesNotThrowAnyException();
  }

  @Test
  void withMetadataWithoutAValue() {
    assertThatThrownBy(() -> open(new Schema(List.of(Field.nullable("id", INT)), WITHOUT_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The schema has metadata in which the key 'owner'");
    Field field = new Field("id", new FieldType(true, INT, null, WITHOUT_VALUE), null);
    assertThatThrownBy(() -> open(new Schema(List.of(field))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Field id has metadata in which the key 'owner'");
    Field struct =
        new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(field));
    assertThatThrownBy(() -> open(new Schema(List.of(struct))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Field id, which lies in struct, has metadata");
  }
}
