package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The slots that a field has in Arrow's layout, and which of them are not null: what the levels of
 * a leaf column below the field say. Lent like the levels.
 *
 * @param validity a set bit for each slot that is not null, least significant first
 */
public record FieldSlots(int count, int validCount, long[] validity) {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static FieldSlots of(Levels levels, FieldLevels field) {
    return levels.accept(new Slots(field));
  }

  /** Reads the slots of a field from levels. */
  private record Slots(FieldLevels field) implements Levels.Visitor<FieldSlots> {

    @Override
    public FieldSlots uniform(Levels.Uniform levels) {
      return alike(
          levels.definitionLevel() >= field.element() ? levels.count() : 0,
          levels.definitionLevel() >= field.present());
    }

    @Override
    public FieldSlots bitmap(Levels.Bitmap levels) {
      return field.present() == 0
          ? alike(levels.count(), true)
          : new FieldSlots(levels.count(), levels.definedCount(), levels.words());
    }

    @Override
    public FieldSlots materialized(Levels.Materialized levels) {
      return ofBytes(levels, field);
    }

    @Override
    public FieldSlots runs(Levels.Runs levels) {
      throw new IllegalStateException("Columns of rows have no runs");
    }
  }

  /** Slots of which none is null. */
  static FieldSlots valid(int count) {
    return alike(count, true);
  }

  private static FieldSlots alike(int count, boolean valid) {
    long[] validity = new long[words(count)];
    if (!valid) {
      return new FieldSlots(count, 0, validity);
    }
    Arrays.fill(validity, -1L);
    return new FieldSlots(count, count, validity);
  }

  private static FieldSlots ofBytes(Levels.Materialized levels, FieldLevels field) {
    int entries = levels.count();
    // One word more, because lanes are put where the next slots would be.
    long[] validity = new long[words(entries) + 1];
    int count = 0;
    int validCount = 0;
    for (int entry = 0; entry < entries; entry += LevelLanes.COUNT) {
      long definition = LevelLanes.of(levels.definition(), entry);
      long repetition = LevelLanes.of(levels.repetition(), entry);
      int slots =
          LevelLanes.first(entries - entry)
              & LevelLanes.atMost(repetition, field.repetition())
              & LevelLanes.atLeast(definition, field.element());
      int valid = slots & LevelLanes.atLeast(definition, field.present());
      validCount += Integer.bitCount(valid);
      if ((slots & (slots + 1)) == 0) {
        int word = count >>> 6;
        validity[word] |= (long) valid << count;
        validity[word + 1] |= (long) valid >>> 1 >>> (~count & (Long.SIZE - 1));
        count += Integer.bitCount(slots);
      } else {
        for (int left = slots; left != 0; left &= left - 1) {
          long isValid = ((long) valid >>> Integer.numberOfTrailingZeros(left)) & 1;
          validity[count >>> 6] |= isValid << count;
          count++;
        }
      }
    }
    return new FieldSlots(count, validCount, validity);
  }

  /**
   * The slots as elements of lists of one size, with added ones in lists that are null.
   *
   * @throws IOException if they would be too many for a batch
   */
  FieldSlots spread(FieldSlots lists, int size) throws IOException {
    long slots = (long) lists.count * size;
    if (slots > BodyPlan.MAXIMUM_BYTES) {
      throw new IOException(
          "would have %d elements of lists, null ones included, but a batch holds at most 2 GiB. Read fewer rows at a time"
              .formatted(slots));
    }
    long[] spread = new long[words((int) slots)];
    int from = 0;
    for (int list = 0; list < lists.count; list++) {
      if (lists.isValid(list)) {
        for (int i = 0; i < size; i++, from++) {
          int to = list * size + i;
          spread[to >>> 6] |= (isValid(from) ? 1L : 0L) << to;
        }
      }
    }
    return new FieldSlots((int) slots, validCount, spread);
  }

  boolean noneIsNull() {
    return validCount == count;
  }

  boolean isValid(int slot) {
    return validBit(slot) != 0;
  }

  /** 1 if the slot is valid, else 0. */
  int validBit(int slot) {
    return (int) (validity[slot >>> 6] >>> slot) & 1;
  }

  /** Slots that follow one another and are valid, and the number of the value of the first. */
  interface Run {
    void of(int slot, int value, int count);
  }

  /** One slot that is valid, and the number of its value. */
  interface Valid {
    void of(int slot, int value);
  }

  /** Visits all runs of valid slots, in order. */
  void forEachRun(Run run) {
    if (noneIsNull()) {
      run.of(0, 0, count);
      return;
    }
    int value = 0;
    int slot = 0;
    while (value < validCount) {
      long word = validity[slot >>> 6] >>> slot;
      if (word == 0) {
        slot = (slot | Long.SIZE - 1) + 1;
        continue;
      }
      slot += Long.numberOfTrailingZeros(word);
      int ones = Long.numberOfTrailingZeros(~(validity[slot >>> 6] >>> slot));
      int step = Math.min(ones, Math.min(Long.SIZE - (slot & Long.SIZE - 1), validCount - value));
      run.of(slot, value, step);
      slot += step;
      value += step;
    }
  }

  /** Visits all valid slots, in order. */
  void forEachValid(Valid valid) {
    forEachRun(
        (slot, value, count) -> {
          for (int i = 0; i < count; i++) {
            valid.of(slot + i, value + i);
          }
        });
  }

  /** Node and validity. */
  void planInto(BodyPlan plan) {
    plan.node(count, count - validCount);
    if (noneIsNull()) {
      plan.empty();
    } else {
      plan.buffer(bytes(count), (target, offset) -> copyBits(validity, count, target, offset));
    }
  }

  /** The first {@code count} bits of some words, which are zero behind them. */
  static void copyBits(long[] words, int count, byte[] target, int offset) {
    int bytes = bytes(count);
    int whole = bytes / Long.BYTES;
    for (int i = 0; i < whole; i++) {
      LONG.set(target, offset + i * Long.BYTES, words[i]);
    }
    for (int i = whole * Long.BYTES; i < bytes; i++) {
      target[offset + i] = (byte) (words[i / Long.BYTES] >>> (i % Long.BYTES * Byte.SIZE));
    }
  }

  static int bytes(int bits) {
    return (bits + Byte.SIZE - 1) >>> 3;
  }

  private static int words(int bits) {
    return (bits + Long.SIZE - 1) >>> 6;
  }
}
