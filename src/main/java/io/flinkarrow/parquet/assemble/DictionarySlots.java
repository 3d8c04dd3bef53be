package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.hash.XxHash64;
import io.flinkarrow.parquet.column.LeafValues;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Byte arrays as indexes into a dictionary, which each batch has for its own values: the distinct
 * ones in the order in which they come.
 *
 * @param indexWidth bytes of an index: 4 or 8
 * @param id of the dictionary
 * @param entries how the dictionary's values lie
 */
public record DictionarySlots(int indexWidth, long id, SlotForm entries) implements SlotForm {

  private static final int SMALLEST_TABLE = 64;
  private static final int FREE = -1;

  /** Nobody can choose values that collide. */
  private static final long SEED = new SecureRandom().nextLong();

  @Override
  public void planInto(BatchAssembly batch, FieldSlots slots, LeafValues values)
      throws IOException {
    Distinct distinct = new Distinct((LeafValues.Bytes) values);
    LeafValues indexes = distinct.indexes();
    LeafValues.Bytes found = distinct.entries();
    BatchAssembly dictionary = new BatchAssembly(List.of());
    FieldSlots all = FieldSlots.valid(found.count());
    entries.planValidity(dictionary.plan(), all);
    entries.planInto(dictionary, all, found);
    batch.add(DictionaryBatch.of(id, dictionary.plan().copy()));
    new NumberSlots(indexWidth).planInto(batch, slots, indexes);
  }

  /** Finds equal values by a table of hashes with open addressing. */
  private static final class Distinct {

    private final byte[] bytes;
    private final int[] offsets;
    private final int count;
    private final int[] indexes;
    private int[] firsts = new int[SMALLEST_TABLE];
    private int[] table;
    private int size;

    Distinct(LeafValues.Bytes values) {
      bytes = values.bytes();
      offsets = values.offsets();
      count = values.count();
      indexes = new int[count];
      table = free(2 * SMALLEST_TABLE);
    }

    private static int[] free(int length) {
      int[] table = new int[length];
      Arrays.fill(table, FREE);
      return table;
    }

    LeafValues indexes() {
      for (int value = 0; value < count; value++) {
        indexes[value] = index(value);
      }
      return new LeafValues.Ints(indexes, count);
    }

    private int index(int value) {
      int place = place(value);
      if (table[place] != FREE) {
        return table[place];
      }
      if (size == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * size);
        table = free(2 * firsts.length);
        for (int entry = 0; entry < size; entry++) {
          table[place(firsts[entry])] = entry;
        }
        place = place(value);
      }
      firsts[size] = value;
      table[place] = size;
      return size++;
    }

    /** Where the value is in the table, or where it belongs. */
    private int place(int value) {
      int from = offsets[value];
      int to = offsets[value + 1];
      int place = hash(from, to) & (table.length - 1);
      while (table[place] != FREE && !isValue(firsts[table[place]], from, to)) {
        place = (place + 1) & (table.length - 1);
      }
      return place;
    }

    private boolean isValue(int value, int from, int to) {
      return Arrays.equals(bytes, offsets[value], offsets[value + 1], bytes, from, to);
    }

    private int hash(int from, int to) {
      return (int) XxHash64.of(bytes, from, to - from, SEED);
    }

    LeafValues.Bytes entries() {
      int length = 0;
      int[] ends = new int[size + 1];
      for (int entry = 0; entry < size; entry++) {
        length += offsets[firsts[entry] + 1] - offsets[firsts[entry]];
        ends[entry + 1] = length;
      }
      byte[] entries = new byte[length];
      for (int entry = 0; entry < size; entry++) {
        System.arraycopy(
            bytes, offsets[firsts[entry]], entries, ends[entry], ends[entry + 1] - ends[entry]);
      }
      return new LeafValues.Bytes(entries, ends, size);
    }
  }
}
