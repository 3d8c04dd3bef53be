package io.flinkarrow.parquet.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.RandomBatches;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What counts as another schema, and how the difference is told. */
class SchemaComparisonTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Field encoded(long id, int bits) {
    DictionaryEncoding encoding = new DictionaryEncoding(id, false, new ArrowType.Int(bits, true));
    return new Field("d", new FieldType(true, TEXT, encoding), null);
  }

  private static void assertDiffers(Field expected, Field actual, String message) {
    assertThatThrownBy(
            () ->
                SchemaComparison.check(new Schema(List.of(expected)), new Schema(List.of(actual))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The batch's schema is not the writer's: "
                + message
                + ". Write batches of one schema only");
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
          assertThatCode(() -> SchemaComparison.check(expected, actual)).doesNotThrowAnyException();
        }
      }
    }
  }

  @Test
  void namesTypesOrderAndEncodingsAreCompared() {
    assertDiffers(
        field("a", INT), field("b", INT), "expected a Int(32, true) but got b Int(32, true)");
    assertDiffers(field("a", INT), field("a", TEXT), "expected a Int(32, true) but got a Utf8");
    assertDiffers(
        encoded(1, 32),
        encoded(2, 32),
        "expected d Utf8 by dictionary 1 and Int(32, true) but got d Utf8 by dictionary 2 and"
            + " Int(32, true)");
    assertDiffers(
        encoded(1, 32),
        field("d", TEXT),
        "expected d Utf8 by dictionary 1 and Int(32, true) but got d Utf8");
    assertDiffers(
        encoded(1, 8),
        encoded(1, 16),
        "expected d Utf8 by dictionary 1 and Int(8, true) but got d Utf8 by dictionary 1 and"
            + " Int(16, true)");
  }

  @Test
  void eachDifferenceIsToldWithItsPath() {
    ArrowType struct = new ArrowType.Struct();
    assertDiffers(
        field("s", struct, field("x", INT), field("y", INT)),
        field("s", struct, field("x", TEXT)),
        "expected s.x Int(32, true) but got s.x Utf8; expected s.y Int(32, true) but it is missing");
    assertDiffers(
        field("s", struct, field("x", INT)),
        field("s", struct, field("x", INT), field("z", TEXT)),
        "expected no more fields but got s.z Utf8");
    assertDiffers(
        field("l", new ArrowType.List(), field("element", INT)),
        field("l", new ArrowType.List(), field("$data$", TEXT)),
        "expected l.element Int(32, true) but got l.$data$ Utf8");
  }
}
