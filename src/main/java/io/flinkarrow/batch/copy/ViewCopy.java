package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A range of a view column: its values gathered into one data buffer, or, where many views share
 * few bytes so that gathering would blow them up, the data buffers as they are.
 */
final class ViewCopy {

  private final String path;
  private final ByteBuffer validity;
  private final ByteBuffer views;
  private final ByteBuffer[] data;
  private final int from;
  private final int count;

  ViewCopy(
      String path, ByteBuffer validity, ByteBuffer views, ByteBuffer[] data, int from, int count) {
    this.path = path;
    this.validity = validity;
    this.views = views;
    this.data = data;
    this.from = from;
    this.count = count;
  }

  void planInto(BodyPlan plan) {
    long gathered = 0;
    for (int row = from; row < from + count; row++) {
      gathered += outOfLine(row);
    }
    long shared = 0;
    for (ByteBuffer buffer : data) {
      shared += buffer.limit();
    }
    if (gathered == 0) {
      plan.buffer((long) count * ViewForm.WIDTH, this::copyViews);
      plan.variadic(0);
    } else if (gathered <= shared) {
      plan.buffer((long) count * ViewForm.WIDTH, this::copyGatheredViews);
      plan.buffer(gathered, this::gather);
      plan.variadic(1);
    } else {
      plan.buffer((long) count * ViewForm.WIDTH, this::copyViews);
      for (ByteBuffer buffer : data) {
        plan.bytes(buffer, 0, buffer.limit());
      }
      plan.variadic(data.length);
    }
  }

  /** Bytes the row has in a data buffer, checked to lie there. */
  private int outOfLine(int row) {
    int length = isNull(row) ? 0 : ViewForm.length(views, row);
    if (length >= 0 && ViewForm.isInline(length)) {
      return 0;
    }
    int buffer = ViewForm.buffer(views, row);
    int offset = ViewForm.offset(views, row);
    if (length < 0
        || buffer < 0
        || buffer >= data.length
        || offset < 0
        || offset > data[buffer].limit() - length) {
      throw new RefusedInputException(
          "Column '%s' has at row %d a view of %d bytes at %d in data buffer %d, which lie in none of its %d data buffers"
              .formatted(path, row, length, offset, buffer, data.length));
    }
    return length;
  }

  private boolean isNull(int row) {
    return Bitmaps.isNull(validity, row);
  }

  /** A null's view is zeroed: it may be a leftover that points anywhere. */
  private void copyViews(byte[] target, int offset) {
    for (int i = 0; i < count; i++) {
      if (!isNull(from + i)) {
        views.get((from + i) * ViewForm.WIDTH, target, offset + i * ViewForm.WIDTH, ViewForm.WIDTH);
      }
    }
  }

  private void copyGatheredViews(byte[] target, int offset) {
    copyViews(target, offset);
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    int position = 0;
    for (int i = 0; i < count; i++) {
      int length = outOfLine(from + i);
      if (length > 0) {
        out.putInt(offset + i * ViewForm.WIDTH + ViewForm.BUFFER, 0);
        out.putInt(offset + i * ViewForm.WIDTH + ViewForm.OFFSET, position);
        position += length;
      }
    }
  }

  private void gather(byte[] target, int offset) {
    int position = offset;
    for (int row = from; row < from + count; row++) {
      int length = outOfLine(row);
      if (length > 0) {
        ByteBuffer buffer = data[ViewForm.buffer(views, row)];
        buffer.get(ViewForm.offset(views, row), target, position, length);
        position += length;
      }
    }
  }

  /** Adds to the buffer indexes of views that lie in a data buffer. */
  static void moveDataBuffers(byte[] target, int offset, int count, int buffers) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      int view = offset + i * ViewForm.WIDTH;
      if (!ViewForm.isInline(out.getInt(view))) {
        out.putInt(view + ViewForm.BUFFER, out.getInt(view + ViewForm.BUFFER) + buffers);
      }
    }
  }
}
