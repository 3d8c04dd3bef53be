package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.RandomBatches;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What counts as another schema. */
class SchemaMatchTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Field encoded(long id, int bits) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(bits, true));
    return new Field("d", new FieldType(true, TEXT, encoding), null);
  }

  private static void assertDiffers(Field expected, Field actual) {
    assertThat(matches(expected, actual)).as("%s and %s", expected, actual).isFalse();
    assertThat(matches(expected, expected)).isTrue();
  }

  private static boolean matches(Field expected, Field actual) {
    return SchemaMatch.matches(new Schema(List.of(expected)), new Schema(List.of(actual)));
  }

  @Test
  void theSchemaOfASlicedRootIsTheSameAlthoughArrowChangesIt() {
    for (int seed = 0; seed < 40; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator)) {
        Schema schema = batches.schemas().schema(4, seed % 4);
        if (schema.toString().contains("LargeList")) {
          // arrow-java 19 fails to slice large lists that are empty after others.
          continue;
        }
        try (VectorSchemaRoot root = batches.batch(schema, 10);
            VectorSchemaRoot slice = root.slice(3, 5)) {
          Schema expected = MessageFormat.of(schema, batches.dictionaries());
          Schema actual = MessageFormat.of(slice.getSchema(), batches.dictionaries());
          assertThat(SchemaMatch.matches(expected, actual)).as(schema.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void namesTypesOrderAndEncodingsAreCompared() {
    assertDiffers(field("a", INT), field("b", INT));
    assertDiffers(field("a", INT), field("a", TEXT));
    assertDiffers(encoded(1, 32), encoded(2, 32));
    assertDiffers(encoded(1, 32), field("d", TEXT));
    assertDiffers(encoded(1, 8), encoded(1, 16));
    ArrowType struct = new ArrowType.Struct();
    assertDiffers(
        field("s", struct, field("x", INT), field("y", INT)), field("s", struct, field("x", INT)));
    assertDiffers(
        field("s", struct, field("x", INT), field("y", INT)),
        field("s", struct, field("y", INT), field("x", INT)));
    assertDiffers(
        field("l", new ArrowType.List(), field("element", INT)),
        field("l", new ArrowType.List(), field("$data$", TEXT)));
  }

  @Test
  void namesOfListElementsNullabilityAndMetadataAreNot() {
    assertThat(
            matches(
                field("l", new ArrowType.List(), field("element", INT)),
                field("l", new ArrowType.List(), field("$data$", INT))))
        .isTrue();
    Field required =
        new Field("a", new FieldType(false, INT, null, Map.of("key", "value")), List.of());
    assertThat(matches(required, field("a", INT))).isTrue();
  }
}
