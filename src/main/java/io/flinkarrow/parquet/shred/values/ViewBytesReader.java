package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Views to offsets and bytes. Views may be in any order and share bytes; what lies under a null is
 * not looked at. Where many views share few values, these go by reference: a million views of one
 * long value cost a million ids.
 */
final class ViewBytesReader extends ValueReader {

  private static final ByteBuffer[] NO_DATA = {};

  private ByteBuffer views;
  private ByteBuffer[] data = NO_DATA;

  /** Null if no slot is. */
  private ByteBuffer validity;

  private final SlotByteSums sums = new SlotByteSums(this::lengthAt);
  private boolean unfitSlots;
  private Optional<SharedViews> shared = Optional.empty();

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    int slots = leaf.length();
    views = leaf.buffer(batch, 1);
    leaf.checkLength(views, (long) slots * ViewForm.WIDTH, "views");
    data = new ByteBuffer[leaf.dataBuffers(batch)];
    long dataBytes = 0;
    for (int i = 0; i < data.length; i++) {
      data[i] = leaf.buffer(batch, 2 + i);
      dataBytes += data[i].limit();
    }
    validity = leaf.hasNulls() ? leaf.validity() : null;
    unfitSlots = !allFit(slots);
    long bytes = sums.sumUp(slots);
    shared =
        unfitSlots
            ? Optional.empty()
            : SharedViews.find(views, data, validity, slots, bytes, dataBytes);
  }

  private boolean allFit(int slots) {
    for (int i = 0; i < slots; i++) {
      if (!isFit(i) && !isNull(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isNull(int slot) {
    return validity != null && !Bitmaps.isSet(validity, slot);
  }

  /** Whether a view leads into its data buffer and not beyond. */
  private boolean isFit(int slot) {
    int length = ViewForm.length(views, slot);
    if (length >= 0 && ViewForm.isInline(length)) {
      return true;
    }
    int buffer = ViewForm.buffer(views, slot);
    int offset = ViewForm.offset(views, slot);
    return length >= 0
        && buffer >= 0
        && buffer < data.length
        && offset >= 0
        && offset <= data[buffer].limit() - length;
  }

  /** 0 for nulls, and for what is refused unless a null above hides it. */
  private int lengthAt(int slot) {
    return isNull(slot) || (unfitSlots && !isFit(slot)) ? 0 : ViewForm.length(views, slot);
  }

  @Override
  public void unbind() {
    views = null;
    data = NO_DATA;
    validity = null;
    sums.clear();
    shared = Optional.empty();
  }

  @Override
  public boolean hasUnfitSlots() {
    return unfitSlots;
  }

  @Override
  public boolean isByReference() {
    return shared.isPresent();
  }

  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    return sums.bytes(fromSlot, toSlot)
        + (long) (toSlot - fromSlot) * VariableBytesReader.LENGTH_BYTES;
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return shared.isPresent()
        ? (long) (toSlot - fromSlot) * Integer.BYTES
        : plainBytes(fromSlot, toSlot);
  }

  @Override
  public LeafValues none() {
    return VariableBytesReader.NONE;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int[] slots = scratch.values(levels.slots().ranges().slots());
    levels.slots().copyLive(slots);
    int count = levels.slots().liveCount();
    if (shared.isPresent()) {
      shared.get().toIds(slots, count);
      return new DictionaryIds(slots, count, shared.get().dictionary());
    }
    if (unfitSlots) {
      check(slots, count, levels);
    }
    int[] offsets = scratch.offsets(count + 1);
    offsets[0] = 0;
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + ViewForm.length(views, slots[i]);
    }
    // What stands in a view is copied with what stands behind it.
    byte[] bytes = scratch.bytes(offsets[count] + ViewForm.MAXIMUM_INLINE);
    copyBytes(slots, count, offsets, bytes);
    return new Bytes(bytes, offsets, count);
  }

  private void copyBytes(int[] slots, int count, int[] offsets, byte[] bytes) {
    for (int i = 0; i < count; i++) {
      int at = offsets[i];
      int length = offsets[i + 1] - at;
      int slot = slots[i];
      if (ViewForm.isInline(length)) {
        views.get(slot * ViewForm.WIDTH + ViewForm.VALUE, bytes, at, ViewForm.MAXIMUM_INLINE);
      } else {
        data[ViewForm.buffer(views, slot)].get(ViewForm.offset(views, slot), bytes, at, length);
      }
    }
  }

  private void check(int[] slots, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      if (!isFit(slots[i])) {
        throw levels.refusal(
            i,
            "the view lies in none of its column's %d data buffers; check what produced the batch"
                .formatted(data.length));
      }
    }
  }
}
