package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.SlotBytes;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.reconcile.values.OffsetConversion;
import io.flinkarrow.reconcile.values.SelectedValues;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Strings or binaries in another of their three layouts: short offsets, long offsets, views. Data
 * that offsets lead to stay as they are.
 */
public record StringOrBinaryColumn(String path, ColumnLayout from, ColumnLayout to)
    implements ColumnConversion {

  /** Whether two columns have the same values in different layouts. */
  public static boolean isBetween(ColumnLayout from, ColumnLayout to) {
    Optional<Boolean> strings = strings(from);
    return strings.isPresent() && strings.equals(strings(to)) && !from.type().equals(to.type());
  }

  /** Whether the values are strings or binaries; empty if they are neither. */
  private static Optional<Boolean> strings(ColumnLayout layout) {
    if (layout instanceof ColumnLayout.Bytes bytes) {
      return Optional.of(bytes.strings());
    }
    return layout instanceof ColumnLayout.Views views
        ? Optional.of(views.strings())
        : Optional.empty();
  }

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    BodyPlan plan = target.plan();
    if (!(from instanceof ColumnLayout.Bytes offsets)) {
      new SelectedValues(path, source, source.length(), slot -> slot)
          .planOffsets(source.bytes(from), ((ColumnLayout.Bytes) to).offsetWidth(), plan);
      return;
    }
    KeptColumn.keepValidity(source, plan);
    ByteBuffer data = source.buffers().get(2);
    if (to instanceof ColumnLayout.Bytes wanted) {
      OffsetConversion.plan(source, offsets.offsetWidth(), wanted.offsetWidth(), plan);
    } else {
      SlotBytes bytes = source.bytes(from);
      plan.buffer(
          (long) source.length() * ViewForm.WIDTH,
          (views, offset) -> putViews(source, bytes, views, offset));
      plan.variadic(1);
    }
    plan.bytes(data, 0, data.limit());
  }

  private static void putViews(SourceColumn source, SlotBytes bytes, byte[] views, int offset) {
    ByteBuffer out = OffsetConversion.littleEndian(views);
    for (int slot = 0; slot < source.length(); slot++) {
      if (source.isNull(slot)) {
        continue;
      }
      int view = offset + slot * ViewForm.WIDTH;
      int length = bytes.length(slot);
      boolean inline = ViewForm.isInline(length);
      out.putInt(view, length);
      bytes
          .buffer(slot)
          .get(
              bytes.start(slot),
              views,
              view + ViewForm.VALUE,
              inline ? length : ViewForm.PREFIX_LENGTH);
      if (!inline) {
        out.putInt(view + ViewForm.OFFSET, bytes.start(slot));
      }
    }
  }
}
