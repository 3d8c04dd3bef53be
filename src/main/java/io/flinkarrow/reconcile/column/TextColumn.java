package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.reconcile.values.OffsetConversion;
import io.flinkarrow.reconcile.values.SelectedValues;
import io.flinkarrow.reconcile.values.SlotBytes;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Texts or binaries in another of their three layouts: short offsets, long offsets, views. Data
 * that offsets lead to stay as they are.
 */
public record TextColumn(String path, ArrowType from, ArrowType to) implements ColumnConversion {

  private static final ArrowType TEXT = new ArrowType.Utf8();
  private static final ArrowType BINARY = new ArrowType.Binary();

  /** Whether two types have the same values in different layouts. */
  public static boolean isBetween(ArrowType from, ArrowType to) {
    ArrowType values = values(from);
    return (values == TEXT || values == BINARY) && values == values(to) && !from.equals(to);
  }

  /** One type for those that have the same values; the type itself if it is no text or binary. */
  private static ArrowType values(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Utf8View -> TEXT;
      case Binary, LargeBinary, BinaryView -> BINARY;
      default -> type;
    };
  }

  @Override
  public void convert(SourceColumn source, ConversionTarget target) {
    BodyPlan plan = target.plan();
    if (StorageType.isView(from)) {
      new SelectedValues(path, source, source.length(), slot -> slot)
          .planOffsets(SlotBytes.of(from, source), SlotBytes.offsetWidth(to), plan);
      return;
    }
    KeptColumn.keepValidity(source, plan);
    ByteBuffer data = source.buffers().get(2);
    if (StorageType.isView(to)) {
      SlotBytes bytes = SlotBytes.of(from, source);
      plan.buffer(
          (long) source.length() * SlotBytes.VIEW_WIDTH,
          (views, offset) -> putViews(source, bytes, views, offset));
      plan.variadic(1);
    } else {
      OffsetConversion.plan(source, SlotBytes.offsetWidth(from), SlotBytes.offsetWidth(to), plan);
    }
    plan.bytes(data, 0, data.limit());
  }

  private static void putViews(SourceColumn source, SlotBytes bytes, byte[] views, int offset) {
    ByteBuffer out = OffsetConversion.littleEndian(views);
    for (int slot = 0; slot < source.length(); slot++) {
      if (source.isNull(slot)) {
        continue;
      }
      int view = offset + slot * SlotBytes.VIEW_WIDTH;
      int length = bytes.length(slot);
      boolean inline = length <= SlotBytes.MOST_INLINE;
      out.putInt(view, length);
      bytes
          .buffer(slot)
          .get(
              bytes.start(slot),
              views,
              view + SlotBytes.VIEW_PREFIX,
              inline ? length : SlotBytes.VIEW_PREFIX);
      if (!inline) {
        out.putInt(view + SlotBytes.VIEW_OFFSET, bytes.start(slot));
      }
    }
  }
}
