package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.LayoutVisitor;
import io.flinkarrow.layout.ViewForm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Plans the copy of chosen rows, in any order, as {@link RangeCopyPlanner} plans that of a range:
 * only what the rows use, offsets from zero, validity left out where nothing is null. Children are
 * gathered by the slots their parents use. For one plan.
 */
public final class GatherCopyPlanner implements LayoutVisitor<SlotRuns, RuntimeException> {

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
  public static BodyPlan plan(List<ColumnLayout> columns, ColumnBuffers source, SlotRuns rows) {
    GatherCopyPlanner gather = new GatherCopyPlanner(source);
    gather.columns(columns, rows);
    return gather.plan;
  }

  private void columns(List<ColumnLayout> columns, SlotRuns slots) {
    for (ColumnLayout column : columns) {
      column(column, slots);
    }
  }

  private void column(ColumnLayout column, SlotRuns slots) {
    trail.enter(column.name());
    int length = source.nextLength();
    trail.require(slots.end() <= length, "%d slots but %d are needed", length, slots.end());
    trail.require(slots.count() <= Integer.MAX_VALUE, "more chosen slots than fit in a batch");
    column.accept(this, slots);
    trail.leave();
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, SlotRuns slots) {
    plan.node(count(slots), count(slots));
  }

  @Override
  public void bits(ColumnLayout.Bits column, SlotRuns slots) {
    validity(slots);
    bits(source.nextBuffer(), slots);
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, SlotRuns slots) {
    validity(slots);
    fixed(slots, column.width());
  }

  @Override
  public void indices(ColumnLayout.Indices column, SlotRuns slots) {
    validity(slots);
    fixed(slots, column.width());
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, SlotRuns slots) {
    validity(slots);
    SlotRuns bytes = offsets(slots, OffsetCopy.of(column.offsetWidth()));
    ByteBuffer data = source.nextBuffer();
    trail.requireBytes(data, bytes.end());
    plan.buffer(bytes.count(), (target, offset) -> bytes.copy(data, 1, target, offset));
  }

  /** Gathers the views, and leaves what they point to, to the copy of a range. */
  @Override
  public void views(ColumnLayout.Views column, SlotRuns slots) {
    ByteBuffer bits = source.nextBuffer();
    ByteBuffer views = source.nextBuffer();
    ByteBuffer[] data = source.nextDataBuffers();
    trail.requireBytes(views, (long) slots.end() * ViewForm.WIDTH);
    trail.require(
        slots.count() <= Integer.MAX_VALUE / ViewForm.WIDTH, "more views than fit in a batch");
    byte[] validity = new byte[0];
    int nulls = 0;
    if (bits.limit() > 0) {
      trail.requireBytes(bits, Bitmaps.bytes(slots.end()));
      nulls = count(slots) - slots.countSet(bits);
      validity = new byte[Bitmaps.bytes(count(slots))];
      slots.copyBits(bits, validity, 0);
    }
    plan.node(count(slots), nulls);
    ByteBuffer chosen = littleEndian(validity);
    if (nulls == 0) {
      plan.empty();
    } else {
      plan.bytes(chosen, 0, validity.length);
    }
    byte[] gathered = new byte[count(slots) * ViewForm.WIDTH];
    slots.copy(views, ViewForm.WIDTH, gathered, 0);
    new ViewCopy(trail.path(), chosen, littleEndian(gathered), data, 0, count(slots))
        .planInto(plan);
  }

  @Override
  public void struct(ColumnLayout.Struct column, SlotRuns slots) {
    validity(slots);
    columns(column.children(), slots);
  }

  @Override
  public void list(ColumnLayout.OffsetList column, SlotRuns slots) {
    validity(slots);
    column(column.element(), offsets(slots, OffsetCopy.of(column.offsetWidth())));
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, SlotRuns slots) {
    validity(slots);
    OffsetCopy width = OffsetCopy.of(column.offsetWidth());
    ByteBuffer offsets = source.nextBuffer();
    ByteBuffer sizes = source.nextBuffer();
    trail.requireBytes(offsets, (long) slots.end() * width.width);
    trail.requireBytes(sizes, (long) slots.end() * width.width);
    ListViewGather gather =
        new ListViewGather(trail.path(), width, offsets, sizes, slots, source.lengthAhead(0));
    gather.planInto(plan);
    column(column.element(), gather.elements());
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, SlotRuns slots) {
    validity(slots);
    long elements = (long) slots.end() * column.size();
    trail.require(
        elements <= Integer.MAX_VALUE, "%d child slots, more than fit in a batch", elements);
    column(column.element(), slots.scaled(column.size()));
  }

  @Override
  public void union(ColumnLayout.Union column, SlotRuns slots) {
    plan.node(count(slots), 0);
    if (!column.dense()) {
      fixed(slots, 1);
      columns(column.children(), slots);
      return;
    }
    ByteBuffer typeIds = source.nextBuffer();
    ByteBuffer offsets = source.nextBuffer();
    trail.requireBytes(typeIds, slots.end());
    trail.requireBytes(offsets, (long) slots.end() * Integer.BYTES);
    DenseUnionGather gather = new DenseUnionGather(trail.path(), column, typeIds, offsets, slots);
    gather.planInto(plan);
    for (int child = 0; child < column.children().size(); child++) {
      column(column.children().get(child), gather.slotsOf(child));
    }
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, SlotRuns slots) {
    plan.node(count(slots), 0);
    int runs = source.nextLength();
    // The run ends' validity: the format allows no nulls here.
    source.nextBuffer();
    ByteBuffer values = source.nextBuffer();
    trail.requireBytes(values, (long) runs * column.ends().width());
    RunEndGather gather = new RunEndGather(trail.path(), column, values, runs, slots);
    gather.planInto(plan);
    column(column.values(), gather.values());
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

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
