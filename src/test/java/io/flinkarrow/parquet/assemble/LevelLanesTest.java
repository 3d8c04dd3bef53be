package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.Levels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Levels eight at a time say what they say one by one. */
class LevelLanesTest {

  @Test
  void eachLaneIsComparedByItself() {
    Random random = new Random(16);
    for (int i = 0; i < 20_000; i++) {
      byte[] levels = new byte[1 + random.nextInt(12)];
      for (int at = 0; at < levels.length; at++) {
        levels[at] = (byte) random.nextInt(random.nextBoolean() ? 3 : 128);
      }
      int from = random.nextInt(levels.length);
      int bound = random.nextInt(128);
      int atLeast = 0;
      int atMost = 0;
      int count = Math.min(LevelLanes.COUNT, levels.length - from);
      for (int lane = 0; lane < count; lane++) {
        atLeast |= levels[from + lane] >= bound ? 1 << lane : 0;
        atMost |= levels[from + lane] <= bound ? 1 << lane : 0;
      }
      long lanes = LevelLanes.of(levels, from);
      int inside = LevelLanes.first(levels.length - from);
      assertThat(inside & LevelLanes.atLeast(lanes, bound)).isEqualTo(atLeast);
      assertThat(inside & LevelLanes.atMost(lanes, bound)).isEqualTo(atMost);
    }
  }

  @Test
  void slotsAreThoseOfSingleEntries() {
    Random random = new Random(17);
    for (int i = 0; i < 5_000; i++) {
      int entries = random.nextInt(200);
      byte[] repetition = new byte[entries];
      byte[] definition = new byte[entries];
      int often = 1 + random.nextInt(20);
      for (int entry = 0; entry < entries; entry++) {
        repetition[entry] = (byte) (random.nextInt(often) == 0 ? random.nextInt(3) : 2);
        definition[entry] = (byte) (random.nextInt(often) == 0 ? random.nextInt(5) : 4);
      }
      FieldLevels field = new FieldLevels(random.nextInt(3), random.nextInt(3), random.nextInt(6));
      boolean flat = random.nextInt(4) == 0;
      FieldSlots slots =
          FieldSlots.of(
              new Levels.Materialized(flat ? null : repetition, definition, entries), field);
      int count = 0;
      int valid = 0;
      for (int entry = 0; entry < entries; entry++) {
        if ((flat || repetition[entry] <= field.repetition())
            && definition[entry] >= field.element()) {
          boolean isValid = definition[entry] >= Math.max(field.present(), field.element());
          assertThat(slots.isValid(count)).isEqualTo(isValid);
          count++;
          valid += isValid ? 1 : 0;
        }
      }
      assertThat(slots.count()).isEqualTo(count);
      assertThat(slots.validCount()).isEqualTo(valid);
    }
  }
}
