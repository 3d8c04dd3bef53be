package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** One schema has one fingerprint and one message, and another schema has others. */
class BatchSchemaTest {

  private static final ArrowType TEXT = new ArrowType.Utf8();

  @Test
  void everyTypeComesBackFromItsMessage() {
    Schema schema = new Schema(SampleColumns.everyType(), Map.of("key", "value"));
    BatchSchema batchSchema = BatchSchema.of(schema);
    assertThat(BatchSchema.ofMessage(batchSchema.message()).schema()).isEqualTo(schema);
  }

  @Test
  void anEqualSchemaIsTheSameInstance() throws Exception {
    BatchSchema schema = BatchSchema.of(schema("a", TEXT));
    assertThat(BatchSchema.of(schema("a", TEXT))).isSameAs(schema);
    assertThat(BatchSchema.ofMessage(schema.message())).isSameAs(schema);
    assertThat(InstantiationUtil.clone(schema)).isSameAs(schema);
  }

  @Test
  void theOrderOfMetadataDoesNotCount() {
    Map<String, String> forward = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      forward.put("k" + i, "v");
    }
    Map<String, String> backward = new TreeMap<>((a, b) -> b.compareTo(a));
    backward.putAll(forward);
    List<Field> fields = schema("a", TEXT).getFields();
    BatchSchema one = BatchSchema.of(new Schema(fields, forward));
    BatchSchema other = BatchSchema.of(new Schema(fields, backward));
    assertThat(one.message()).isEqualTo(other.message());
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
    assertThat(one).isEqualTo(other);
  }

  @Test
  void everythingInASchemaCounts() {
    Field a = Field.nullable("a", TEXT);
    Field encoded = new Field("a", new FieldType(true, TEXT, SampleDictionaries.ENCODING), null);
    Field described = new Field("a", new FieldType(true, TEXT, null, Map.of("k", "v")), null);
    List<Schema> schemas =
        List.of(
            new Schema(List.of()),
            new Schema(List.of(a)),
            new Schema(List.of(a, a)),
            new Schema(List.of(a), Map.of("k", "v")),
            new Schema(List.of(described)),
            new Schema(List.of(encoded)),
            new Schema(List.of(Field.notNullable("a", TEXT))),
            schema("b", TEXT),
            schema("a", new ArrowType.LargeUtf8()),
            new Schema(
                List.of(new Field("a", FieldType.nullable(new ArrowType.List()), List.of(a)))),
            new Schema(SampleColumns.everyType()));
    assertThat(schemas.stream().map(schema -> BatchSchema.of(schema).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(
            SampleColumns.everyType().stream()
                .distinct()
                .map(field -> BatchSchema.of(new Schema(List.of(field))).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void bytesThatAreNoSchemaAreRefused() {
    byte[] message = BatchSchema.of(schema("a", TEXT)).message();
    message[4] ^= 1;
    for (byte[] bytes : List.of(message, new byte[0], new byte[8], new byte[100])) {
      assertThatThrownBy(() -> BatchSchema.ofMessage(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Expected an Arrow schema as an IPC message");
    }
  }

  private static Schema schema(String name, ArrowType type) {
    return new Schema(List.of(Field.nullable(name, type)));
  }
}
