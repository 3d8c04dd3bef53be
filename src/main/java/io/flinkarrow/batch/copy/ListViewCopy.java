package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A range of a list view column: offsets and sizes, and the stretch of the child they lie in. */
final class ListViewCopy {

  private final String path;
  private final OffsetCopy width;
  private final ByteBuffer offsets;
  private final ByteBuffer sizes;
  private final int from;
  private final int count;
  private long start = Long.MAX_VALUE;
  private long end;

  ListViewCopy(
      String path, OffsetCopy width, ByteBuffer offsets, ByteBuffer sizes, int from, int count) {
    this.path = path;
    this.width = width;
    this.offsets = offsets;
    this.sizes = sizes;
    this.from = from;
    this.count = count;
    for (int row = from; row < from + count; row++) {
      include(row, width.at(offsets, row), width.at(sizes, row));
    }
    if (start > end) {
      start = 0;
    }
  }

  private void include(int row, long offset, long size) {
    if (size < 0 || (size > 0 && (offset < 0 || offset > Integer.MAX_VALUE - size))) {
      throw new RefusedInputException(
          "Column '%s' has at row %d a list view of %d elements at %d"
              .formatted(path, row, size, offset));
    }
    if (size > 0) {
      start = Math.min(start, offset);
      end = Math.max(end, offset + size);
    }
  }

  /** First element of the child that is used. */
  long start() {
    return start;
  }

  /** Elements of the child from the first to the last that is used. */
  long length() {
    return end - start;
  }

  void planInto(BodyPlan plan) {
    plan.buffer((long) count * width.width, this::copyOffsets);
    plan.bytes(sizes, (long) from * width.width, (long) count * width.width);
  }

  /** An empty list's offset means nothing and becomes zero. */
  private void copyOffsets(byte[] target, int position) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      long offset = width.at(sizes, from + i) == 0 ? 0 : width.at(offsets, from + i) - start;
      switch (width) {
        case INT -> out.putInt(position + i * Integer.BYTES, (int) offset);
        case LONG -> out.putLong(position + i * Long.BYTES, offset);
      }
    }
  }
}
