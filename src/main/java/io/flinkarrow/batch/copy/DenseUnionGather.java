package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Chosen slots of a dense union: their values laid one after the other in each child, or each once,
 * where several of the union's slots have one and the same.
 */
final class DenseUnionGather {

  private final int[] childOfType;
  private final SlotRuns[] slotsOfChild;
  private final SharedSlots[] sharedOfChild;
  private final ByteBuffer offsets;
  private final ByteBuffer typeIds;
  private final SlotRuns slots;

  DenseUnionGather(
      String path,
      ColumnLayout.Union union,
      ByteBuffer typeIds,
      ByteBuffer offsets,
      SlotRuns slots) {
    int children = union.children().size();
    this.childOfType = union.childOfTypeId();
    this.typeIds = typeIds;
    this.offsets = offsets;
    this.slots = slots;
    this.slotsOfChild = new SlotRuns[children];
    for (int child = 0; child < children; child++) {
      slotsOfChild[child] = new SlotRuns();
    }
    for (int run = 0; run < slots.runs(); run++) {
      int end = slots.start(run) + slots.length(run);
      for (int slot = slots.start(run); slot < end; slot++) {
        int child = child(slot);
        // Arrow for Java marks slots that were never set with a type id of no child.
        if (child == ColumnLayout.NO_CHILD) {
          continue;
        }
        int offset = offsets.getInt(slot * Integer.BYTES);
        if (offset < 0 || offset == Integer.MAX_VALUE) {
          throw new RefusedInputException(
              "Column '%s' has at row %d the offset %d".formatted(path, slot, offset));
        }
        slotsOfChild[child].add(offset, 1);
      }
    }
    this.sharedOfChild = new SharedSlots[children];
    // Rows in an order of their own get theirs: the format wants offsets to ascend.
    for (int child = 0; slots.isAscending() && child < children; child++) {
      if (!slotsOfChild[child].isAscending()) {
        sharedOfChild[child] = new SharedSlots(slotsOfChild[child]);
        slotsOfChild[child] = sharedOfChild[child].slots();
      }
    }
  }

  private int child(int slot) {
    return childOfType[typeIds.get(slot) & 0xFF];
  }

  SlotRuns slotsOf(int child) {
    return slotsOfChild[child];
  }

  void planInto(BodyPlan plan) {
    plan.buffer(
        slots.count(), (target, position) -> slots.copy(typeIds, Byte.BYTES, target, position));
    plan.buffer(slots.count() * Integer.BYTES, this::copyOffsets);
  }

  private void copyOffsets(byte[] target, int position) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    out.position(position);
    int[] next = new int[slotsOfChild.length];
    for (int run = 0; run < slots.runs(); run++) {
      int end = slots.start(run) + slots.length(run);
      for (int slot = slots.start(run); slot < end; slot++) {
        int child = child(slot);
        if (child == ColumnLayout.NO_CHILD) {
          out.putInt(0);
        } else if (sharedOfChild[child] != null) {
          out.putInt(sharedOfChild[child].positionOf(offsets.getInt(slot * Integer.BYTES)));
        } else {
          out.putInt(next[child]++);
        }
      }
    }
  }
}
