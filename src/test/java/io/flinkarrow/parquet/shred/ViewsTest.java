package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.bits;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.required;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static io.flinkarrow.parquet.shred.HandMade.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views wherever they lead: shared, in any order and in several buffers, and nowhere. */
class ViewsTest {

  private static final ArrowType VIEW = new ArrowType.Utf8View();
  private static final Field COLUMN = nullable("v", VIEW);
  private static final String DATA = "a value of 20 bytes.and one of 22 bytes, too";

  /** Views of 16 bytes, one behind the other. */
  private static final class Views {
    private final ByteBuffer bytes;

    private Views(int slots) {
      bytes = ByteBuffer.allocate(slots * ViewForm.WIDTH).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Views inline(String value) {
      byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
      bytes.putInt(encoded.length).put(encoded);
      bytes.position(bytes.position() + ViewForm.MAXIMUM_INLINE - encoded.length);
      return this;
    }

    private Views view(int length, int buffer, int offset) {
      bytes.putInt(length).putInt(0).putInt(buffer).putInt(offset);
      return this;
    }

    private ByteBuffer buffer() {
      return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static List<String> strings(LeafValues values) {
    List<String> strings = new ArrayList<>();
    for (Object value : Slices.values(values)) {
      strings.add(StandardCharsets.UTF_8.decode(((ByteBuffer) value).duplicate()).toString());
    }
    return strings;
  }

  @Test
  void viewsMayShareBytesAndLieInAnyOrderAndInSeveralBuffers() {
    ByteBuffer views =
        new Views(6)
            .view(22, 1, 20)
            .inline("twelve bytes")
            .view(20, 0, 0)
            .inline("")
            .view(22, 1, 20)
            .view(14, 1, 4)
            .buffer();
    BatchShredder shredder = shredder(required("v", VIEW), required("w", VIEW));
    shredder.bind(
        new HandMade(6)
            .views(6, 0, none(), views, text(DATA.substring(0, 20)), text(DATA))
            .views(
                6,
                0,
                none(),
                new Views(6)
                    .inline("1")
                    .inline("22")
                    .inline("333")
                    .inline("4")
                    .inline("")
                    .inline("6")
                    .buffer())
            .batch());
    assertThat(strings(Slices.only(shredder.leaf(0), 0, 6).values()))
        .containsExactly(
            DATA.substring(20, 42),
            "twelve bytes",
            DATA.substring(0, 20),
            "",
            DATA.substring(20, 42),
            DATA.substring(4, 18));
    assertThat(strings(Slices.only(shredder.leaf(1), 0, 6).values()))
        .containsExactly("1", "22", "333", "4", "", "6");
    assertThat(shredder.leaf(0).valueBytes(0, 6)).isEqualTo(22 + 12 + 20 + 22 + 14 + 6 * 4);
    assertThat(shredder.leaf(0).valueBytes(1, 3)).isEqualTo(12 + 20 + 2 * 4);
  }

  @Test
  void whatLiesUnderANullIsNotLookedAt() {
    ByteBuffer views = new Views(3).view(-1, 7, -3).inline("b").view(1000, 9, 9).buffer();
    BatchShredder shredder = shredder(COLUMN);
    shredder.bind(new HandMade(3).views(3, 2, bits("010"), views).batch());
    assertThat(strings(Slices.only(shredder.leaf(0), 0, 3).values())).containsExactly("b");
    assertThat(shredder.leaf(0).valueBytes(0, 3)).isEqualTo(1 + 3 * 4);

    BatchShredder structs = shredder(nullable("s", new ArrowType.Struct(), required("v", VIEW)));
    structs.bind(
        new HandMade(3).node(3, 2, bits("010")).views(3, 0, none(), views.duplicate()).batch());
    assertThat(strings(Slices.only(structs.leaf(0), 0, 3).values())).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0",
    "-2147483648, 0, 0",
    "13, 1, 0",
    "13, -1, 0",
    "13, 0, -1",
    "13, 0, 32",
    "45, 0, 0",
    "2147483647, 0, 0",
    "2147483647, 0, 2147483647",
    "13, 0, 2147483647"
  })
  void viewsThatLeadNowhereAreRefusedByColumnAndRow(int length, int buffer, int offset) {
    BatchShredder shredder = shredder(COLUMN);
    HandMade batch =
        new HandMade(2)
            .views(
                2,
                0,
                none(),
                new Views(2).inline("a").view(length, buffer, offset).buffer(),
                text(DATA));
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Column v, row 1 of the batch: the view lies in none of its column's 1 data buffers;"
                + " check what produced the batch");
  }

  @Test
  void viewsThatAreTooFewAreRefused() {
    BatchShredder shredder = shredder(COLUMN);
    HandMade batch = new HandMade(2).views(2, 0, none(), new Views(1).inline("a").buffer());
    assertThatThrownBy(() -> shredder.bind(batch.batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field v must have at least 32 bytes of views for its 2 slots");
    assertThatThrownBy(() -> shredder.bind(new HandMade(1).node(1, 0, none(), text(DATA)).batch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write batches of one schema only");
  }

  @Test
  void manyViewsOfFewValuesAreIdsOfADictionary() {
    int slots = 1_000_000;
    byte[] value = new byte[1 << 20];
    Views views = new Views(slots);
    StringBuilder validity = new StringBuilder();
    for (int i = 0; i < slots; i++) {
      validity.append(i % 5 == 4 ? '0' : '1');
      if (i % 5 == 3) {
        views.inline("short");
      } else {
        views.view(value.length - i % 5, 0, i % 5);
      }
    }
    BatchShredder shredder = shredder(COLUMN);
    shredder.bind(
        new HandMade(slots)
            .views(
                slots, slots / 5, bits(validity.toString()), views.buffer(), ByteBuffer.wrap(value))
            .batch());
    assertThat(shredder.leaf(0).areByReference()).isTrue();
    LeafSlice slice = shredder.leaf(0).slices(0, 10).next();
    DictionaryIds ids = (DictionaryIds) slice.values();
    assertThat(ids.count()).isEqualTo(8);
    assertThat(ids.ids()).startsWith(0, 1, 2, 3, 0, 1, 2, 3);
    assertThat(ids.dictionary().size()).isEqualTo(4);
    assertThat(ids.dictionary().length(2)).isEqualTo(value.length - 2);
    assertThat(ids.dictionary().length(3)).isEqualTo(5);
  }

  @Test
  void viewsThatOverlapWithoutBeingEqualAreCopied() {
    int slots = 1000;
    Views views = new Views(slots);
    for (int i = 0; i < slots; i++) {
      views.view(100_000, 0, i);
    }
    BatchShredder shredder = shredder(COLUMN);
    shredder.bind(
        new HandMade(slots)
            .views(slots, 0, none(), views.buffer(), ByteBuffer.wrap(new byte[101_000]))
            .batch());
    assertThat(shredder.leaf(0).areByReference()).isFalse();
    LeafSlice slice = shredder.leaf(0).slices(0, slots).next();
    assertThat(slice.rowCount()).isBetween(1, LeafSlice.MOST_BYTES / 100_000 + 1);
  }
}
