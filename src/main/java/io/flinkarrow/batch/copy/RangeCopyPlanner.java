package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.layout.LayoutVisitor;
import io.flinkarrow.layout.ViewForm;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Plans the copy of a range of rows: only what the range uses, offsets moved to start at zero,
 * validity left out where nothing is null. Walks the columns once, depth first, beside the source's
 * nodes and buffers. For one plan.
 */
public final class RangeCopyPlanner
    implements LayoutVisitor<RangeCopyPlanner.SlotRange, RuntimeException> {

  private final BodyPlan plan = new BodyPlan();

  private final BodyCursor source;
  private final FieldPathTracker trail = new FieldPathTracker();

  private RangeCopyPlanner(ColumnBuffers source) {
    this.source = new BodyCursor(source);
  }

  /** The slots of a column that are copied. */
  record SlotRange(int from, int count) {
    long end() {
      return (long) from + count;
    }
  }

  /**
   * @throws IllegalArgumentException if a column has fewer bytes or slots than its parent or the
   *     rows need
   */
  public static BodyPlan plan(
      List<ColumnLayout> columns, ColumnBuffers source, int from, int count) {
    RangeCopyPlanner planner = new RangeCopyPlanner(source);
    planner.columns(columns, new SlotRange(from, count));
    return planner.plan;
  }

  /** The body of columns without rows. */
  public static BatchBody empty(List<ColumnLayout> columns) {
    return plan(columns, ColumnBuffers.empty(ColumnShape.of(columns)), 0, 0).copy();
  }

  private void columns(List<ColumnLayout> columns, SlotRange slots) {
    for (ColumnLayout column : columns) {
      column(column, slots);
    }
  }

  private void column(ColumnLayout column, SlotRange slots) {
    trail.enter(column.name());
    int length = source.nextLength();
    trail.require(
        slots.from >= 0 && slots.count >= 0 && slots.from <= length - slots.count,
        "%d slots but rows %d to %d are needed",
        length,
        slots.from,
        slots.end());
    column.accept(this, slots);
    trail.leave();
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, SlotRange slots) {
    plan.node(slots.count, slots.count);
  }

  @Override
  public void bits(ColumnLayout.Bits column, SlotRange slots) {
    validity(slots);
    bits(source.nextBuffer(), slots);
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, SlotRange slots) {
    validity(slots);
    fixed(source.nextBuffer(), slots, column.width());
  }

  @Override
  public void indices(ColumnLayout.Indices column, SlotRange slots) {
    validity(slots);
    fixed(source.nextBuffer(), slots, column.width());
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, SlotRange slots) {
    validity(slots);
    Span span = offsets(OffsetCopy.of(column.offsetWidth()), slots);
    ByteBuffer data = source.nextBuffer();
    trail.requireBytes(data, span.length == 0 ? 0 : span.start + span.length);
    plan.bytes(data, span.start, span.length);
  }

  @Override
  public void views(ColumnLayout.Views column, SlotRange slots) {
    ByteBuffer validity = validity(slots);
    ByteBuffer views = source.nextBuffer();
    requireSlots(views, slots, ViewForm.WIDTH);
    ByteBuffer[] data = source.nextDataBuffers();
    new ViewCopy(trail.path(), validity, views, data, slots.from, slots.count).planInto(plan);
  }

  @Override
  public void struct(ColumnLayout.Struct column, SlotRange slots) {
    validity(slots);
    columns(column.children(), slots);
  }

  @Override
  public void list(ColumnLayout.OffsetList column, SlotRange slots) {
    validity(slots);
    Span span = offsets(OffsetCopy.of(column.offsetWidth()), slots);
    column(column.element(), slots(span.start, span.length));
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, SlotRange slots) {
    validity(slots);
    OffsetCopy width = OffsetCopy.of(column.offsetWidth());
    ByteBuffer offsets = source.nextBuffer();
    ByteBuffer sizes = source.nextBuffer();
    requireSlots(offsets, slots, width.width);
    requireSlots(sizes, slots, width.width);
    ListViewCopy copy =
        new ListViewCopy(trail.path(), width, offsets, sizes, slots.from, slots.count);
    copy.planInto(plan);
    column(column.element(), slots(copy.start(), copy.length()));
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, SlotRange slots) {
    validity(slots);
    long size = column.size();
    column(column.element(), slots(slots.from * size, slots.count * size));
  }

  @Override
  public void union(ColumnLayout.Union column, SlotRange slots) {
    plan.node(slots.count, 0);
    ByteBuffer typeIds = source.nextBuffer();
    fixed(typeIds, slots, 1);
    if (!column.dense()) {
      columns(column.children(), slots);
      return;
    }
    ByteBuffer offsets = source.nextBuffer();
    requireSlots(offsets, slots, Integer.BYTES);
    DenseUnionCopy copy =
        new DenseUnionCopy(trail.path(), column, typeIds, offsets, slots.from, slots.count);
    copy.planInto(plan);
    for (int child = 0; child < column.children().size(); child++) {
      column(column.children().get(child), new SlotRange(copy.start(child), copy.length(child)));
    }
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, SlotRange slots) {
    plan.node(slots.count, 0);
    trail.enter(column.ends().name());
    int runs = source.nextLength();
    // The run ends' validity: the format allows no nulls here.
    source.nextBuffer();
    int width = column.ends().width();
    ByteBuffer values = source.nextBuffer();
    trail.requireBytes(values, (long) runs * width);
    RunEndCopy copy = new RunEndCopy(trail.path(), values, runs, width, slots.from, slots.count);
    trail.leave();
    copy.planInto(plan);
    column(column.values(), new SlotRange(copy.firstRun(), copy.runs()));
  }

  /** The node, and the validity buffer: empty if nothing in the range is null. */
  private ByteBuffer validity(SlotRange slots) {
    ByteBuffer validity = source.nextBuffer();
    if (validity.limit() == 0) {
      plan.node(slots.count, 0);
      plan.empty();
      return validity;
    }
    trail.requireBytes(validity, Bitmaps.bytes(slots.from + slots.count));
    int nulls = slots.count - Bitmaps.count(validity, slots.from, slots.count);
    plan.node(slots.count, nulls);
    if (nulls == 0) {
      plan.empty();
    } else {
      bits(validity, slots);
    }
    return validity;
  }

  private void bits(ByteBuffer bits, SlotRange slots) {
    int from = slots.from;
    int count = slots.count;
    trail.requireBytes(bits, count == 0 ? 0 : Bitmaps.bytes(from + count));
    plan.buffer(
        Bitmaps.bytes(count), (target, offset) -> Bitmaps.copy(bits, from, count, target, offset));
  }

  private void fixed(ByteBuffer values, SlotRange slots, int width) {
    requireSlots(values, slots, width);
    plan.bytes(values, (long) slots.from * width, (long) slots.count * width);
  }

  private void requireSlots(ByteBuffer buffer, SlotRange slots, int width) {
    trail.requireBytes(buffer, slots.count == 0 ? 0 : slots.end() * width);
  }

  /** A stretch of data or of a child's slots. */
  private record Span(long start, long length) {}

  /** Plans the offsets; what they span in data or children. */
  private Span offsets(OffsetCopy offsets, SlotRange slots) {
    ByteBuffer values = source.nextBuffer();
    if (slots.count == 0) {
      // One offset even of no rows: readers differ in whether they bear none.
      plan.buffer(offsets.width, (target, offset) -> {});
      return new Span(0, 0);
    }
    trail.requireBytes(values, (slots.end() + 1) * offsets.width);
    int from = slots.from;
    int count = slots.count;
    long start = offsets.at(values, from);
    long end = offsets.at(values, from + count);
    trail.require(start >= 0 && end >= start, "offsets from %d down to %d", start, end);
    plan.buffer(
        (count + 1L) * offsets.width,
        (target, offset) -> offsets.copy(values, from, count + 1, start, target, offset));
    return new Span(start, end - start);
  }

  private SlotRange slots(long from, long count) {
    return new SlotRange(slot(from), slot(count));
  }

  private int slot(long count) {
    trail.require(count <= Integer.MAX_VALUE, "%d child slots, more than fit in a batch", count);
    return (int) count;
  }
}
