package io.flinkarrow.reconcile.values;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.SlotBytes;
import io.flinkarrow.layout.ViewForm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A new column without children whose slots are copied from another one, in any order and as often
 * as wanted. It serves one plan.
 */
public final class SelectedValues {

  private static final int NULL = -1;

  private final String path;
  private final SourceColumn values;
  private final int count;
  private final IntUnaryOperator slots;

  /**
   * @param slots for each of {@code count} a slot of {@code values}, negative for null
   */
  public SelectedValues(String path, SourceColumn values, int count, IntUnaryOperator slots) {
    this.path = path;
    this.values = values;
    this.count = count;
    this.slots = slots;
  }

  public static boolean isPossible(ColumnLayout layout) {
    return layout instanceof ColumnLayout.Bits || SlotBytes.areIn(layout);
  }

  /** In the layout that they have, which {@link #isPossible} knows. */
  public void plan(ColumnLayout layout, BodyPlan plan) {
    if (layout instanceof ColumnLayout.Bits) {
      validity(plan);
      ByteBuffer bits = values.buffers().get(1);
      bits(plan, i -> pick(i) != NULL && Bitmaps.isSet(bits, pick(i)));
    } else if (layout instanceof ColumnLayout.Views) {
      views(plan);
    } else if (layout instanceof ColumnLayout.Bytes bytes) {
      planOffsets(values.bytes(layout), bytes.offsetWidth(), plan);
    } else if (layout instanceof ColumnLayout.Fixed fixed) {
      validity(plan);
      fixed(values.bytes(layout), fixed.width(), plan);
    } else {
      throw new IllegalStateException("Column '%s' has nested values".formatted(path));
    }
  }

  private void fixed(SlotBytes bytes, int width, BodyPlan plan) {
    plan.buffer((long) count * width, (target, offset) -> copy(bytes, target, offset, width));
  }

  private int pick(int index) {
    int slot = slots.applyAsInt(index);
    return slot < 0 || values.isNull(slot) ? NULL : slot;
  }

  private void validity(BodyPlan plan) {
    int nulls = 0;
    for (int i = 0; i < count; i++) {
      nulls += pick(i) == NULL ? 1 : 0;
    }
    plan.node(count, nulls);
    if (nulls == 0) {
      plan.empty();
    } else {
      bits(plan, i -> pick(i) != NULL);
    }
  }

  /** Bits that are told one by one. */
  private interface Bits {
    boolean at(int index);
  }

  private void bits(BodyPlan plan, Bits bits) {
    plan.buffer(
        Bitmaps.bytes(count),
        (target, offset) -> {
          for (int i = 0; i < count; i++) {
            if (bits.at(i)) {
              Bitmaps.set(target, offset, i);
            }
          }
        });
  }

  private void copy(SlotBytes bytes, byte[] target, int offset, int width) {
    for (int i = 0; i < count; i++) {
      int slot = pick(i);
      if (slot != NULL) {
        bytes.buffer(slot).get(bytes.start(slot), target, offset + i * width, width);
      }
    }
  }

  /** With offsets, whatever layout they lie in. */
  public void planOffsets(SlotBytes bytes, int width, BodyPlan plan) {
    validity(plan);
    long total = 0;
    for (int i = 0; i < count; i++) {
      int slot = pick(i);
      total += slot == NULL ? 0 : bytes.length(slot);
    }
    if (total > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Column '%s' becomes %d bytes, more than fit in a batch".formatted(path, total));
    }
    plan.buffer(
        (count + 1L) * width,
        (target, offset) -> {
          ByteBuffer out = OffsetConversion.littleEndian(target);
          long end = 0;
          for (int i = 0; i < count; i++) {
            int slot = pick(i);
            end += slot == NULL ? 0 : bytes.length(slot);
            OffsetConversion.put(out, offset + (i + 1) * width, end, width);
          }
        });
    plan.buffer(
        total,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < count; i++) {
            int slot = pick(i);
            if (slot != NULL) {
              int length = bytes.length(slot);
              bytes.buffer(slot).get(bytes.start(slot), target, position, length);
              position += length;
            }
          }
        });
  }

  /** Many views may be of the same bytes, so all data buffers stay as they are. */
  private void views(BodyPlan plan) {
    validity(plan);
    fixed(new SlotBytes.Fixed(values.buffers().get(1), ViewForm.WIDTH), ViewForm.WIDTH, plan);
    List<ByteBuffer> data = values.buffers().subList(2, values.buffers().size());
    data.forEach(buffer -> plan.bytes(buffer, 0, buffer.limit()));
    plan.variadic(data.size());
  }
}
