package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Chosen slots of a list view column: their lists laid one after the other, or, where they share
 * elements or lie in another order, each element once.
 */
final class ListViewGather {

  private final OffsetCopy width;
  private final ByteBuffer offsets;
  private final ByteBuffer sizes;
  private final SlotRuns slots;
  private final SlotRuns elements;
  private final Optional<SharedSlots> shared;

  /**
   * @param childLength elements there are
   */
  ListViewGather(
      String path,
      OffsetCopy width,
      ByteBuffer offsets,
      ByteBuffer sizes,
      SlotRuns slots,
      int childLength) {
    this.width = width;
    this.offsets = offsets;
    this.sizes = sizes;
    this.slots = slots;
    SlotRuns used = new SlotRuns();
    for (int run = 0; run < slots.runs(); run++) {
      int end = slots.start(run) + slots.length(run);
      for (int slot = slots.start(run); slot < end; slot++) {
        long offset = width.at(offsets, slot);
        long size = width.at(sizes, slot);
        if (size < 0 || (size > 0 && (offset < 0 || offset > childLength - size))) {
          throw new RefusedInputException(
              "Column '%s' has at row %d a list view of %d elements at %d, which are not among its %d elements"
                  .formatted(path, slot, size, offset, childLength));
        }
        if (size > 0) {
          used.add((int) offset, (int) size);
        }
      }
    }
    this.shared = used.isAscending() ? Optional.empty() : Optional.of(new SharedSlots(used));
    this.elements = shared.map(SharedSlots::slots).orElse(used);
  }

  /** Of the child. */
  SlotRuns elements() {
    return elements;
  }

  void planInto(BodyPlan plan) {
    plan.buffer(slots.count() * width.width, this::copyOffsets);
    plan.buffer(
        slots.count() * width.width,
        (target, position) -> slots.copy(sizes, width.width, target, position));
  }

  /** An empty list's offset means nothing and becomes zero. */
  private void copyOffsets(byte[] target, int position) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    int at = position;
    long next = 0;
    for (int run = 0; run < slots.runs(); run++) {
      int end = slots.start(run) + slots.length(run);
      for (int slot = slots.start(run); slot < end; slot++, at += width.width) {
        long size = width.at(sizes, slot);
        if (size > 0) {
          int offset = (int) width.at(offsets, slot);
          width.put(out, at, shared.isPresent() ? shared.get().positionOf(offset) : next);
          next += size;
        }
      }
    }
  }
}
