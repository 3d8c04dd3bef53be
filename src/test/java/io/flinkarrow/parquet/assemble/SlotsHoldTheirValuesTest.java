package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fast ways to fill slots, against the slow obvious one, with nulls anywhere. */
class SlotsHoldTheirValuesTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 5_000 : 200;

  private static FieldSlots slots(boolean[] valid) {
    long[] words = new long[(valid.length + 63) / 64];
    int validCount = 0;
    for (int i = 0; i < valid.length; i++) {
      words[i / 64] |= (valid[i] ? 1L : 0) << i;
      validCount += valid[i] ? 1 : 0;
    }
    return new FieldSlots(valid.length, validCount, words);
  }

  private static boolean[] valid(Random random) {
    boolean[] valid = new boolean[random.nextInt(300)];
    int nulls = random.nextInt(3);
    for (int i = 0; i < valid.length; i++) {
      valid[i] = nulls == 0 || random.nextInt(4 * nulls) > 0;
    }
    return valid;
  }

  private static ByteBuffer[] buffers(SlotForm form, FieldSlots slots, LeafValues values)
      throws IOException {
    BatchAssembly batch = new BatchAssembly(List.of());
    form.planInto(batch, slots, values);
    BatchBody body = batch.plan().copy();
    ByteBuffer[] buffers = new ByteBuffer[body.buffers()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = body.buffer(i).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffers;
  }

  /** The number in a slot, or zero if it is null. */
  private static void assertNumbers(
      ByteBuffer buffer, int width, boolean[] valid, BigInteger[] numbers, int seed) {
    int value = 0;
    for (int slot = 0; slot < valid.length; slot++) {
      byte[] bytes = new byte[width];
      for (int i = 0; i < width; i++) {
        bytes[width - 1 - i] = buffer.get(buffer.position() + slot * width + i);
      }
      assertThat(new BigInteger(bytes))
          .as("seed %d, slot %d", seed, slot)
          .isEqualTo(valid[slot] ? numbers[value++] : BigInteger.ZERO);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 1", "4, 2", "4, 4", "4, 8", "4, 16", "4, 32", "8, 4", "8, 8", "8, 16", "8, 32"})
  void numbers(int stored, int width) throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      boolean[] valid = valid(random);
      long[] longs = new long[valid.length];
      int bits = Math.min(stored, width) * Byte.SIZE;
      Arrays.setAll(longs, i -> random.nextLong() >> (Long.SIZE - bits));
      int[] ints = Arrays.stream(longs).mapToInt(number -> (int) number).toArray();
      LeafValues values =
          stored == 4
              ? new LeafValues.Ints(ints, ints.length)
              : new LeafValues.Longs(longs, longs.length);
      BigInteger[] numbers =
          Arrays.stream(longs).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
      ByteBuffer[] buffers = buffers(new NumberSlots(width), slots(valid), values);
      assertNumbers(buffers[0], width, valid, numbers, seed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 16", "5, 16", "7, 16", "8, 16", "9, 16", "13, 16", "15, 16", "16, 16", "17, 32", "32, 32",
    "8, 32", "16, 32"
  })
  void bigEndianNumbers(int stored, int width) throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      boolean[] valid = valid(random);
      byte[] bytes = new byte[valid.length * stored];
      random.nextBytes(bytes);
      BigInteger[] numbers = new BigInteger[valid.length];
      Arrays.setAll(
          numbers, i -> new BigInteger(Arrays.copyOfRange(bytes, i * stored, (i + 1) * stored)));
      LeafValues values = new LeafValues.FixedBytes(bytes, stored, valid.length);
      ByteBuffer[] buffers = buffers(new BigEndianSlots(width), slots(valid), values);
      assertNumbers(buffers[0], width, valid, numbers, seed);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void byteArrays(boolean wide) throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      boolean[] valid = valid(random);
      int start = random.nextInt(2) * random.nextInt(20);
      int[] ends = new int[valid.length + 1];
      ends[0] = start;
      for (int i = 0; i < valid.length; i++) {
        ends[i + 1] = ends[i] + random.nextInt(9);
      }
      byte[] bytes = new byte[ends[valid.length]];
      random.nextBytes(bytes);
      FieldSlots slots = slots(valid);
      LeafValues values = new LeafValues.Bytes(bytes, ends, slots.validCount());
      ByteBuffer[] buffers = buffers(new VariableSlots(wide), slots, values);
      int value = 0;
      for (int slot = 0; slot <= valid.length; slot++) {
        int at = buffers[0].position();
        long offset = wide ? buffers[0].getLong(at + slot * 8) : buffers[0].getInt(at + slot * 4);
        assertThat(offset).as("seed %d, slot %d", seed, slot).isEqualTo(ends[value] - start);
        value += slot < valid.length && valid[slot] ? 1 : 0;
      }
      byte[] held = new byte[ends[slots.validCount()] - start];
      buffers[1].get(held);
      assertThat(held).isEqualTo(Arrays.copyOfRange(bytes, start, ends[slots.validCount()]));
    }
  }

  /** Of fields in structs: each entry is a slot, and levels say which struct is null. */
  @Test
  void slotsOfLevels() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      int maximum = 1 + random.nextInt(Byte.MAX_VALUE);
      byte[] definition = new byte[random.nextInt(300)];
      for (int i = 0; i < definition.length; i++) {
        definition[i] = (byte) random.nextInt(maximum + 1);
      }
      int count = random.nextInt(definition.length + 1);
      int present = random.nextInt(maximum + 1);
      FieldSlots slots =
          FieldSlots.of(
              new Levels.Materialized(null, definition, count), new FieldLevels(0, 0, present));
      assertThat(slots.count()).isEqualTo(count);
      int validCount = 0;
      for (int i = 0; i < count; i++) {
        assertThat(slots.isValid(i)).isEqualTo(definition[i] >= present);
        validCount += definition[i] >= present ? 1 : 0;
      }
      assertThat(slots.validCount()).isEqualTo(validCount);
    }
  }
}
