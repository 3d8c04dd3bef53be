package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.SlotLimits;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Plans the copy of a range of rows: only what the range uses, offsets moved to start at zero,
 * validity left out where nothing is null. Walks the fields once, depth first, beside the source's
 * nodes and buffers. For one plan.
 */
public final class RangeCopyPlanner {

  private final BodyPlan plan = new BodyPlan();

  private final BodyCursor source;
  private final FieldPathTracker trail = new FieldPathTracker();

  private RangeCopyPlanner(ColumnBuffers source) {
    this.source = new BodyCursor(source);
  }

  /**
   * @throws IllegalArgumentException if a column has fewer bytes or slots than its parent or the
   *     rows need
   */
  public static BodyPlan plan(List<Field> fields, ColumnBuffers source, int from, int count) {
    RangeCopyPlanner planner = new RangeCopyPlanner(source);
    planner.columns(fields, from, count);
    return planner.plan;
  }

  /** The body of columns without rows. */
  public static BatchBody empty(List<Field> fields, ColumnShape shape) {
    return plan(fields, ColumnBuffers.empty(shape), 0, 0).copy();
  }

  private void columns(List<Field> fields, int from, int count) {
    for (Field field : fields) {
      column(field, from, count);
    }
  }

  private void column(Field field, int from, int count) {
    trail.enter(field);
    int length = source.nextLength();
    trail.require(
        from >= 0 && count >= 0 && from <= length - count,
        "%d slots but rows %d to %d are needed",
        length,
        from,
        (long) from + count);
    ArrowType type = StorageType.inBody(field);
    switch (type.getTypeID()) {
      case Null -> plan.node(count, count);
      case Bool -> {
        validity(from, count);
        bits(source.nextBuffer(), from, count);
      }
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration -> {
        validity(from, count);
        int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
        fixed(source.nextBuffer(), from, count, bits / Byte.SIZE);
      }
      case FixedSizeBinary -> {
        validity(from, count);
        fixed(source.nextBuffer(), from, count, ((ArrowType.FixedSizeBinary) type).getByteWidth());
      }
      case Utf8, Binary -> variable(OffsetCopy.INT, from, count);
      case LargeUtf8, LargeBinary -> variable(OffsetCopy.LONG, from, count);
      case Utf8View, BinaryView -> view(from, count);
      case List, Map -> list(field, OffsetCopy.INT, from, count);
      case LargeList -> list(field, OffsetCopy.LONG, from, count);
      case ListView -> listView(field, OffsetCopy.INT, from, count);
      case LargeListView -> listView(field, OffsetCopy.LONG, from, count);
      case FixedSizeList -> {
        validity(from, count);
        int size = ((ArrowType.FixedSizeList) type).getListSize();
        column(field.getChildren().get(0), slots((long) from * size), slots((long) count * size));
      }
      case Struct -> {
        validity(from, count);
        columns(field.getChildren(), from, count);
      }
      case Union -> union(field, (ArrowType.Union) type, from, count);
      case RunEndEncoded -> {
        plan.node(count, 0);
        runEnds(field, from, count);
      }
      case NONE -> throw trail.withoutLayout(type);
    }
    trail.leave();
  }

  /** The node, and the validity buffer: empty if nothing in the range is null. */
  private ByteBuffer validity(int from, int count) {
    ByteBuffer validity = source.nextBuffer();
    if (validity.limit() == 0) {
      plan.node(count, 0);
      plan.empty();
      return validity;
    }
    trail.requireBytes(validity, Bitmaps.bytes(from + count));
    int nulls = count - Bitmaps.count(validity, from, count);
    plan.node(count, nulls);
    if (nulls == 0) {
      plan.empty();
    } else {
      bits(validity, from, count);
    }
    return validity;
  }

  private void bits(ByteBuffer bits, int from, int count) {
    trail.requireBytes(bits, count == 0 ? 0 : Bitmaps.bytes(from + count));
    plan.buffer(
        Bitmaps.bytes(count), (target, offset) -> Bitmaps.copy(bits, from, count, target, offset));
  }

  private void fixed(ByteBuffer values, int from, int count, int width) {
    trail.requireBytes(values, count == 0 ? 0 : ((long) from + count) * width);
    plan.bytes(values, (long) from * width, (long) count * width);
  }

  private void variable(OffsetCopy offsets, int from, int count) {
    validity(from, count);
    Range range = offsets(offsets, from, count);
    ByteBuffer data = source.nextBuffer();
    trail.requireBytes(data, range.length == 0 ? 0 : range.start + range.length);
    plan.bytes(data, range.start, range.length);
  }

  private void list(Field field, OffsetCopy offsets, int from, int count) {
    validity(from, count);
    Range range = offsets(offsets, from, count);
    column(field.getChildren().get(0), slots(range.start), slots(range.length));
  }

  private record Range(long start, long length) {}

  /** Plans the offsets; what they span in data or children. */
  private Range offsets(OffsetCopy offsets, int from, int count) {
    ByteBuffer values = source.nextBuffer();
    if (count == 0) {
      // One offset even of no rows: readers differ in whether they bear none.
      plan.buffer(offsets.width, (target, offset) -> {});
      return new Range(0, 0);
    }
    trail.requireBytes(values, (from + count + 1L) * offsets.width);
    long start = offsets.at(values, from);
    long end = offsets.at(values, from + count);
    trail.require(start >= 0 && end >= start, "offsets from %d down to %d", start, end);
    plan.buffer(
        (count + 1L) * offsets.width,
        (target, offset) -> offsets.copy(values, from, count + 1, start, target, offset));
    return new Range(start, end - start);
  }

  private void view(int from, int count) {
    ByteBuffer validity = validity(from, count);
    ByteBuffer views = source.nextBuffer();
    trail.requireBytes(views, count == 0 ? 0 : ((long) from + count) * ViewCopy.WIDTH);
    ByteBuffer[] data = source.nextDataBuffers();
    new ViewCopy(trail.path(), validity, views, data, from, count).planInto(plan);
  }

  private void listView(Field field, OffsetCopy width, int from, int count) {
    validity(from, count);
    ByteBuffer offsets = source.nextBuffer();
    ByteBuffer sizes = source.nextBuffer();
    long needed = count == 0 ? 0 : ((long) from + count) * width.width;
    trail.requireBytes(offsets, needed);
    trail.requireBytes(sizes, needed);
    ListViewCopy copy = new ListViewCopy(trail.path(), width, offsets, sizes, from, count);
    copy.planInto(plan);
    column(field.getChildren().get(0), slots(copy.start()), slots(copy.length()));
  }

  private void union(Field field, ArrowType.Union type, int from, int count) {
    plan.node(count, 0);
    ByteBuffer typeIds = source.nextBuffer();
    fixed(typeIds, from, count, 1);
    if (type.getMode() == UnionMode.Sparse) {
      columns(field.getChildren(), from, count);
      return;
    }
    ByteBuffer offsets = source.nextBuffer();
    trail.requireBytes(offsets, count == 0 ? 0 : ((long) from + count) * Integer.BYTES);
    DenseUnionCopy copy =
        new DenseUnionCopy(
            trail.path(),
            type.getTypeIds(),
            field.getChildren().size(),
            typeIds,
            offsets,
            from,
            count);
    copy.planInto(plan);
    for (int child = 0; child < field.getChildren().size(); child++) {
      column(field.getChildren().get(child), copy.start(child), copy.length(child));
    }
  }

  private void runEnds(Field field, int from, int count) {
    Field ends = field.getChildren().get(0);
    trail.enter(ends);
    int runs = source.nextLength();
    // The run ends' validity: the format allows no nulls here.
    source.nextBuffer();
    int width = SlotLimits.runEndWidth(field);
    ByteBuffer values = source.nextBuffer();
    trail.requireBytes(values, (long) runs * width);
    RunEndCopy copy = new RunEndCopy(trail.path(), values, runs, width, from, count);
    trail.leave();
    copy.planInto(plan);
    column(field.getChildren().get(1), copy.firstRun(), copy.runs());
  }

  private int slots(long count) {
    trail.require(count <= Integer.MAX_VALUE, "%d child slots, more than fit in a batch", count);
    return (int) count;
  }
}
