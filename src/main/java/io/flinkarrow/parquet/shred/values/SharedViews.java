package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.column.SliceDictionary;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The distinct views of a batch as a dictionary, if few values are shared by many views. It takes
 * no more heap than the batch itself.
 *
 * @param ids by slot; 0 for nulls
 */
record SharedViews(int[] ids, SliceDictionary dictionary) {

  /** Sharing pays if values are this many times as long as what they lie in. */
  private static final int LEAST_SHARING = 4;

  private static final int MOST_BYTES = 64 << 20;

  /** A view as it lies there. Comparable, so that made-up hashes cost little. */
  private record View(long first, long second) implements Comparable<View> {
    @Override
    public int compareTo(View other) {
      int order = Long.compare(first, other.first);
      return order != 0 ? order : Long.compare(second, other.second);
    }
  }

  /**
   * @param validity null if no slot is
   * @param valueBytes the bytes of all values
   * @param dataBytes of all data buffers
   * @return empty if values are better copied one by one
   */
  static Optional<SharedViews> find(
      ByteBuffer views,
      ByteBuffer[] data,
      @Nullable ByteBuffer validity,
      int slots,
      long valueBytes,
      long dataBytes) {
    long batchBytes = dataBytes + (long) slots * ViewForm.WIDTH;
    long mostBytes = Math.min(batchBytes, MOST_BYTES);
    if (valueBytes / LEAST_SHARING < batchBytes) {
      return Optional.empty();
    }
    Map<View, Integer> known = new HashMap<>();
    int[] ids = new int[slots];
    int[] firstSlots = new int[slots / LEAST_SHARING];
    long bytes = 0;
    for (int slot = 0; slot < slots; slot++) {
      if (validity != null && !Bitmaps.isSet(validity, slot)) {
        continue;
      }
      int at = slot * ViewForm.WIDTH;
      View view = new View(views.getLong(at), views.getLong(at + Long.BYTES));
      Integer id = known.get(view);
      if (id == null) {
        bytes += ViewForm.length(views, slot);
        if (known.size() == firstSlots.length || bytes > mostBytes) {
          return Optional.empty();
        }
        id = known.size();
        firstSlots[id] = slot;
        known.put(view, id);
      }
      ids[slot] = id;
    }
    return Optional.of(
        new SharedViews(ids, dictionary(views, data, Arrays.copyOf(firstSlots, known.size()))));
  }

  private static SliceDictionary dictionary(ByteBuffer views, ByteBuffer[] data, int[] slots) {
    int[] offsets = new int[slots.length + 1];
    for (int i = 0; i < slots.length; i++) {
      offsets[i + 1] = Math.addExact(offsets[i], ViewForm.length(views, slots[i]));
    }
    byte[] bytes = new byte[offsets[slots.length]];
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      int length = offsets[i + 1] - offsets[i];
      if (ViewForm.isInline(length)) {
        views.get(slot * ViewForm.WIDTH + ViewForm.VALUE, bytes, offsets[i], length);
      } else {
        data[ViewForm.buffer(views, slot)].get(
            ViewForm.offset(views, slot), bytes, offsets[i], length);
      }
    }
    return new SliceDictionary(bytes, offsets, slots.length);
  }

  /** Replaces slots by the ids of their values. */
  void toIds(int[] slots, int count) {
    for (int i = 0; i < count; i++) {
      slots[i] = ids[slots[i]];
    }
  }
}
