package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whether the nulls of required columns are hidden by a parent is told once a level: many columns
 * deep below lists cost a pass over their slots each, not one over all of their parents.
 */
class HiddenNullsCostOnlyTheirSlotsTest {

  private static final int LISTS = 60;
  private static final int COLUMNS = 4_000;
  private static final int SLOTS = 4_800;
  private static final DecodeLimits LIMITS = DecodeLimits.builder().maximumFields(20_000).build();

  /** A list of one element each in a list and so on; in the last a struct of required columns. */
  private static byte[] payload(boolean hidden) {
    Field[] columns =
        IntStream.range(0, COLUMNS)
            .mapToObj(i -> Field.notNullable("b" + i, new ArrowType.Bool()))
            .toArray(Field[]::new);
    Field field =
        new Field("s", FieldType.notNullable(new ArrowType.Struct()), Arrays.asList(columns));
    int[] offsets = IntStream.rangeClosed(0, SLOTS).toArray();
    byte[] nulls = new byte[SLOTS / 8];
    HandMade batch = new HandMade(SLOTS);
    for (int i = 0; i < LISTS; i++) {
      FieldType type = new FieldType(i == LISTS - 1, new ArrowType.List(), null);
      field = new Field("l" + i, type, Arrays.asList(field));
      batch.node(SLOTS, i == 0 && hidden ? SLOTS : 0);
      batch.buffer(i == 0 && hidden ? nulls : new byte[0]).ints(offsets);
    }
    batch.node(SLOTS, 0).none();
    for (int i = 0; i < COLUMNS; i++) {
      batch.node(SLOTS, SLOTS).buffer(nulls).buffer(nulls);
    }
    return batch.stream(field);
  }

  /** It takes a second; a minute and more if each slot asks its parents. */
  @Test
  @Timeout(30)
  void manyColumnsDeepBelowLists() throws IOException {
    assertThat(ArrowIpc.readStream(payload(true), LIMITS)).hasSize(1);
  }

  @Test
  void nullsThatCanBeSeenAreRefused() {
    byte[] payload = payload(false);
    assertThatThrownBy(() -> ArrowIpc.readStream(payload, LIMITS))
        .hasMessageContaining("is declared not null but slot 0 is null");
  }

  @Test
  void whatItTakesIsCharged() {
    byte[] payload = payload(true);
    // The body, and a bit for each slot of each level.
    int body = COLUMNS * 2 * SLOTS / 8;
    DecodeLimits limits = DecodeLimits.builder().maximumDecodedBytes(body).build();
    assertThatThrownBy(() -> ArrowIpc.readStream(payload, limits))
        .hasMessageContaining("DecodeLimits.maximumDecodedBytes");
  }
}
