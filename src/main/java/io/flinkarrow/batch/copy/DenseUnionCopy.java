package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A range of a dense union: its offsets, and the stretch of each child they lie in. */
final class DenseUnionCopy {

  private final int[] childOfType;
  private final int[] starts;
  private final int[] ends;
  private final ByteBuffer typeIds;
  private final ByteBuffer offsets;
  private final int from;
  private final int count;

  DenseUnionCopy(
      String path,
      ColumnLayout.Union union,
      ByteBuffer typeIds,
      ByteBuffer offsets,
      int from,
      int count) {
    this.typeIds = typeIds;
    this.offsets = offsets;
    this.from = from;
    this.count = count;
    int children = union.children().size();
    this.starts = new int[children];
    this.ends = new int[children];
    this.childOfType = union.childOfTypeId();
    Arrays.fill(starts, Integer.MAX_VALUE);
    for (int row = from; row < from + count; row++) {
      include(path, row);
    }
    for (int child = 0; child < children; child++) {
      starts[child] = Math.min(starts[child], ends[child]);
    }
  }

  private void include(String path, int row) {
    int child = child(row);
    // Arrow for Java marks slots that were never set with a type id of no child.
    if (child == ColumnLayout.NO_CHILD) {
      return;
    }
    int offset = offsets.getInt(row * Integer.BYTES);
    if (offset < 0 || offset == Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Column '%s' has at row %d the offset %d".formatted(path, row, offset));
    }
    starts[child] = Math.min(starts[child], offset);
    ends[child] = Math.max(ends[child], offset + 1);
  }

  private int child(int row) {
    return childOfType[typeIds.get(row) & 0xFF];
  }

  int start(int child) {
    return starts[child];
  }

  int length(int child) {
    return ends[child] - starts[child];
  }

  void planInto(BodyPlan plan) {
    plan.buffer((long) count * Integer.BYTES, this::copyOffsets);
  }

  private void copyOffsets(byte[] target, int position) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      int child = child(from + i);
      if (child != ColumnLayout.NO_CHILD) {
        int offset = offsets.getInt((from + i) * Integer.BYTES) - starts[child];
        out.putInt(position + i * Integer.BYTES, offset);
      }
    }
  }
}
