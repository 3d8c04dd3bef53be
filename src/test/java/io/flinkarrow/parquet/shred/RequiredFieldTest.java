package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** A null that a reader would see in a required field is refused at binding, with its row. */
class RequiredFieldTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType STRUCT = new ArrowType.Struct();
  private static final ArrowType LIST = new ArrowType.List();

  private static void assertRefused(BatchShredder shredder, HandMade batch, String message) {
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNullInAFlatColumnIsRefused() {
    String validity = "1".repeat(2000) + "0" + "1".repeat(999);
    assertRefused(
        shredder(required("a", INT)),
        new HandMade(3000).node(3000, 1, bits(validity), ints(new int[3000])),
        "Column a holds a null in row 2000 of the batch, but is required; declare the field"
            + " nullable or leave out the row");
  }

  @Test
  void aNullInAStructIsRefusedUnlessTheStructIsNull() {
    assertRefused(
        shredder(nullable("s", STRUCT, required("a", INT))),
        new HandMade(4).node(4, 1, bits("1011")).node(4, 2, bits("1001"), ints(1, 2, 3, 4)),
        "Column s.a holds a null in row 2 of the batch");
  }

  @Test
  void aNullRequiredStructIsRefused() {
    assertRefused(
        shredder(required("s", STRUCT, nullable("a", INT))),
        new HandMade(2).node(2, 1, bits("10")).node(2, 0, none(), ints(1, 2)),
        "Column s holds a null in row 1 of the batch");
  }

  @Test
  void aNullElementIsRefusedWithItsRow() {
    assertRefused(
        shredder(nullable("l", LIST, required("e", INT))),
        new HandMade(4)
            .node(4, 1, bits("1011"), ints(0, 2, 3, 3, 6))
            .node(6, 2, bits("110110"), ints(1, 2, 3, 4, 5, 6)),
        "Column l.list.element holds a null in row 3 of the batch");
  }

  @Test
  void aNullListIsRefused() {
    assertRefused(
        shredder(required("l", LIST, nullable("e", INT))),
        new HandMade(2).node(2, 1, bits("10"), ints(0, 1, 1)).node(1, 0, none(), ints(1)),
        "Column l holds a null in row 1 of the batch");
  }

  @Test
  void aNullMapKeyIsRefusedEvenIfTheSchemaAllowsIt() {
    BatchShredder maps =
        shredder(
            nullable(
                "m",
                new ArrowType.Map(false),
                nullable("entries", STRUCT, nullable("key", INT), nullable("value", INT))));
    assertRefused(
        maps,
        new HandMade(2)
            .node(2, 0, none(), ints(0, 1, 3))
            .node(3, 0, none())
            .node(3, 1, bits("101"), ints(1, 2, 3))
            .node(3, 0, none(), ints(1, 2, 3)),
        "Column m.key_value.key holds a null in row 1 of the batch, but is a map key, never null;"
            + " leave out the entry");
    assertRefused(
        maps,
        new HandMade(2)
            .node(2, 0, none(), ints(0, 1, 3))
            .node(3, 1, bits("110"))
            .node(3, 0, none(), ints(1, 2, 3))
            .node(3, 0, none(), ints(1, 2, 3)),
        "Column m.key_value holds a null in row 1 of the batch, but is a map entry, never null");
  }

  @Test
  void aNullPartOfAVariantIsRefusedUnlessTheVariantIsNull() {
    Map<String, String> metadata = Map.of("ARROW:extension:name", "arrow.parquet.variant");
    BatchShredder variants =
        shredder(
            new Field(
                "v",
                new FieldType(true, STRUCT, null, metadata),
                List.of(
                    nullable("metadata", new ArrowType.Binary()),
                    nullable("value", new ArrowType.Binary()))));
    assertRefused(
        variants,
        new HandMade(3)
            .node(3, 1, bits("101"))
            .node(3, 1, bits("101"), ints(0, 1, 1, 2), text("mm"))
            .node(3, 2, bits("100"), ints(0, 1, 1, 1), text("v")),
        "Column v.value holds a null in row 2 of the batch, but is part of a variant, never null;"
            + " make the variant null instead");
  }

  @Test
  void aNullDeepBelowMixedEntriesIsRefusedWithItsRow() {
    BatchShredder shredder =
        shredder(nullable("l", LIST, nullable("s", STRUCT, required("a", INT))));
    int[] offsets = new int[301];
    Arrays.setAll(offsets, i -> i / 3 * 2);
    StringBuilder structs = new StringBuilder("1".repeat(200)).replace(10, 20, "0".repeat(10));
    StringBuilder leaves = new StringBuilder(structs).replace(150, 151, "0");
    // Element 150 is the first of the row whose list starts at offset 150.
    assertRefused(
        shredder,
        new HandMade(300)
            .node(300, 0, none(), ints(offsets))
            .node(200, 10, bits(structs.toString()))
            .node(200, 11, bits(leaves.toString()), ints(new int[200])),
        "Column l.list.element.a holds a null in row 227 of the batch");
  }
}
