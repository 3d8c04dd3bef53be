package io.flinkarrow.value.variant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Metadata and values that a stranger has made or changed: they become the bytes of a variant, or
 * they are refused by an exception that is expected, and never cost more than they have bytes.
 */
class AnyBytesAreAVariantOrRefusedTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 3_000_000 : 60_000;

  /** Of the names a, b and c. */
  private static final byte[] METADATA = {0x11, 3, 0, 1, 2, 3, 'a', 'b', 'c'};

  /** The fields b and c, each true. */
  private static final byte[] OBJECT = {2, 2, 1, 2, 0, 1, 2, 4, 4};

  private static final TypedValue TYPED =
      new TypedValue.Fields(
          List.of("a"),
          List.of(new ShreddedValue(null, new TypedValue.Scalar(VariantScalars.ofInteger(1, 1)))));

  private static byte[] changed(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      changed[random.nextInt(changed.length)] =
          (byte) (random.nextBoolean() ? random.nextInt(6) : random.nextInt());
    }
    return random.nextInt(10) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }

  @Test
  void unchangedTheyAreAnObject() {
    assertThat(new ShreddedValue(OBJECT, TYPED).whole(VariantNames.of(METADATA)))
        .containsExactly(2, 3, 0, 1, 2, 0, 2, 3, 4, 3 << 2, 1, 4, 4);
  }

  @Test
  void changedTheyAreOneOrRefused() {
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] metadata = random.nextBoolean() ? METADATA : changed(METADATA, random);
      byte[] object = changed(OBJECT, random);
      assertThat(VariantNames.heapBytes(metadata)).isBetween(0L, 1_000L * (metadata.length + 1));
      try {
        byte[] whole = new ShreddedValue(object, TYPED).whole(VariantNames.of(metadata));
        assertThat(whole.length).isLessThan(4 * object.length);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("The file is damaged");
        refused++;
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 100);
  }
}
