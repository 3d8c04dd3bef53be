package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.SlotLimits;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Plans the copy of chosen rows, in any order, as {@link RangeCopyPlanner} plans that of a range:
 * only what the rows use, offsets from zero, validity left out where nothing is null. Children are
 * gathered by the slots their parents use. For one plan.
 */
public final class GatherCopyPlanner {

  private final BodyPlan plan = new BodyPlan();
  private final BodyCursor source;
  private final FieldPathTracker trail = new FieldPathTracker();

  private GatherCopyPlanner(ColumnBuffers source) {
    this.source = new BodyCursor(source);
  }

  /**
   * @throws IllegalArgumentException if a column has fewer bytes or slots than its parent or the
   *     rows need
   */
  public static BodyPlan plan(List<Field> fields, ColumnBuffers source, SlotRuns rows) {
    GatherCopyPlanner gather = new GatherCopyPlanner(source);
    gather.columns(fields, rows);
    return gather.plan;
  }

  private void columns(List<Field> fields, SlotRuns slots) {
    for (Field field : fields) {
      column(field, slots);
    }
  }

  private void column(Field field, SlotRuns slots) {
    trail.enter(field);
    int length = source.nextLength();
    trail.require(slots.end() <= length, "%d slots but %d are needed", length, slots.end());
    trail.require(slots.count() <= Integer.MAX_VALUE, "more chosen slots than fit in a batch");
    ArrowType type = StorageType.inBody(field);
    switch (type.getTypeID()) {
      case Null -> plan.node(count(slots), count(slots));
      case Bool -> {
        validity(slots);
        bits(source.nextBuffer(), slots);
      }
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration -> {
        validity(slots);
        int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
        fixed(slots, bits / Byte.SIZE);
      }
      case FixedSizeBinary -> {
        validity(slots);
        fixed(slots, ((ArrowType.FixedSizeBinary) type).getByteWidth());
      }
      case Utf8, Binary -> variable(slots, OffsetCopy.INT);
      case LargeUtf8, LargeBinary -> variable(slots, OffsetCopy.LONG);
      case Utf8View, BinaryView -> views(slots);
      case List, Map -> {
        validity(slots);
        column(field.getChildren().get(0), offsets(slots, OffsetCopy.INT));
      }
      case LargeList -> {
        validity(slots);
        column(field.getChildren().get(0), offsets(slots, OffsetCopy.LONG));
      }
      case ListView -> listViews(field, slots, OffsetCopy.INT);
      case LargeListView -> listViews(field, slots, OffsetCopy.LONG);
      case FixedSizeList -> {
        validity(slots);
        int size = ((ArrowType.FixedSizeList) type).getListSize();
        long elements = (long) slots.end() * size;
        trail.require(
            elements <= Integer.MAX_VALUE, "%d child slots, more than fit in a batch", elements);
        column(field.getChildren().get(0), slots.scaled(size));
      }
      case Struct -> {
        validity(slots);
        columns(field.getChildren(), slots);
      }
      case Union -> union(field, (ArrowType.Union) type, slots);
      case RunEndEncoded -> runEnds(field, slots);
      case NONE -> throw trail.withoutLayout(type);
    }
    trail.leave();
  }

  private static int count(SlotRuns slots) {
    return (int) slots.count();
  }

  /** The node, and the validity: empty if no chosen slot is null. */
  private void validity(SlotRuns slots) {
    ByteBuffer validity = source.nextBuffer();
    int nulls = 0;
    if (validity.limit() > 0) {
      trail.requireBytes(validity, Bitmaps.bytes(slots.end()));
      nulls = count(slots) - slots.countSet(validity);
    }
    plan.node(count(slots), nulls);
    if (nulls == 0) {
      plan.empty();
    } else {
      bits(validity, slots);
    }
  }

  private void bits(ByteBuffer bits, SlotRuns slots) {
    trail.requireBytes(bits, Bitmaps.bytes(slots.end()));
    plan.buffer(
        Bitmaps.bytes(count(slots)), (target, offset) -> slots.copyBits(bits, target, offset));
  }

  private void fixed(SlotRuns slots, int width) {
    ByteBuffer values = source.nextBuffer();
    trail.requireBytes(values, (long) slots.end() * width);
    plan.buffer(
        slots.count() * width, (target, offset) -> slots.copy(values, width, target, offset));
  }

  private void variable(SlotRuns slots, OffsetCopy width) {
    validity(slots);
    SlotRuns bytes = offsets(slots, width);
    ByteBuffer data = source.nextBuffer();
    trail.requireBytes(data, bytes.end());
    plan.buffer(bytes.count(), (target, offset) -> bytes.copy(data, 1, target, offset));
  }

  /** Plans the offsets; what they span in data or child. */
  private SlotRuns offsets(SlotRuns slots, OffsetCopy width) {
    ByteBuffer offsets = source.nextBuffer();
    if (slots.count() > 0) {
      trail.requireBytes(offsets, (slots.end() + 1L) * width.width);
    }
    SlotRuns spanned = new SlotRuns(slots.runs());
    for (int run = 0; run < slots.runs(); run++) {
      long start = width.at(offsets, slots.start(run));
      long end = width.at(offsets, slots.start(run) + slots.length(run));
      if (start < 0 || end < start || end > Integer.MAX_VALUE) {
        throw trail.refused("offsets from %d to %d", start, end);
      }
      spanned.add((int) start, (int) (end - start));
    }
    trail.require(
        width == OffsetCopy.LONG || spanned.count() <= Integer.MAX_VALUE,
        "chosen rows of %d bytes or elements together, more than its offsets can say",
        spanned.count());
    // One offset even of no rows, as a range's copy has it.
    plan.buffer(
        (slots.count() + 1) * width.width,
        (target, offset) -> width.copyRuns(offsets, slots, target, offset));
    return spanned;
  }

  /** Gathers the views, and leaves what they point to, to the copy of a range. */
  private void views(SlotRuns slots) {
    ByteBuffer bits = source.nextBuffer();
    ByteBuffer views = source.nextBuffer();
    ByteBuffer[] data = source.nextDataBuffers();
    trail.requireBytes(views, (long) slots.end() * ViewCopy.WIDTH);
    trail.require(
        slots.count() <= Integer.MAX_VALUE / ViewCopy.WIDTH, "more views than fit in a batch");
    byte[] validity = new byte[0];
    int nulls = 0;
    if (bits.limit() > 0) {
      trail.requireBytes(bits, Bitmaps.bytes(slots.end()));
      nulls = count(slots) - slots.countSet(bits);
      validity = new byte[(int) Bitmaps.bytes(count(slots))];
      slots.copyBits(bits, validity, 0);
    }
    plan.node(count(slots), nulls);
    ByteBuffer chosen = littleEndian(validity);
    if (nulls == 0) {
      plan.empty();
    } else {
      plan.bytes(chosen, 0, validity.length);
    }
    byte[] gathered = new byte[count(slots) * ViewCopy.WIDTH];
    slots.copy(views, ViewCopy.WIDTH, gathered, 0);
    new ViewCopy(trail.path(), chosen, littleEndian(gathered), data, 0, count(slots))
        .planInto(plan);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void listViews(Field field, SlotRuns slots, OffsetCopy width) {
    validity(slots);
    ByteBuffer offsets = source.nextBuffer();
    ByteBuffer sizes = source.nextBuffer();
    trail.requireBytes(offsets, (long) slots.end() * width.width);
    trail.requireBytes(sizes, (long) slots.end() * width.width);
    ListViewGather gather =
        new ListViewGather(trail.path(), width, offsets, sizes, slots, source.lengthAhead(0));
    gather.planInto(plan);
    column(field.getChildren().get(0), gather.elements());
  }

  private void union(Field field, ArrowType.Union type, SlotRuns slots) {
    plan.node(count(slots), 0);
    if (type.getMode() == UnionMode.Sparse) {
      fixed(slots, 1);
      columns(field.getChildren(), slots);
      return;
    }
    ByteBuffer typeIds = source.nextBuffer();
    ByteBuffer offsets = source.nextBuffer();
    trail.requireBytes(typeIds, slots.end());
    trail.requireBytes(offsets, (long) slots.end() * Integer.BYTES);
    int children = field.getChildren().size();
    DenseUnionGather gather =
        new DenseUnionGather(trail.path(), type.getTypeIds(), children, typeIds, offsets, slots);
    gather.planInto(plan);
    for (int child = 0; child < children; child++) {
      column(field.getChildren().get(child), gather.slotsOf(child));
    }
  }

  private void runEnds(Field field, SlotRuns slots) {
    plan.node(count(slots), 0);
    int runs = source.nextLength();
    // The run ends' validity: the format allows no nulls here.
    source.nextBuffer();
    int width = SlotLimits.runEndWidth(field);
    ByteBuffer values = source.nextBuffer();
    trail.requireBytes(values, (long) runs * width);
    RunEndGather gather = new RunEndGather(trail.path(), values, runs, width, slots);
    gather.planInto(plan);
    column(field.getChildren().get(1), gather.values());
  }
}
