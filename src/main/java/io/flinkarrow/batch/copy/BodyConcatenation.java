package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.SlotLimits;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Plans one body of several with the same columns, row after row. Each is cut to what its rows use
 * first, so that offsets start at zero and children end where their parents do. For one plan.
 */
public final class BodyConcatenation {

  private final BodyPlan plan = new BodyPlan();
  private final ConcatenatedBuffers buffers = new ConcatenatedBuffers(plan);
  private final List<BodyCursor> sources;

  private BodyConcatenation(List<BodyCursor> sources) {
    this.sources = sources;
  }

  /**
   * @throws IllegalArgumentException if all together are more than a batch holds
   */
  public static BatchBody of(List<Field> fields, List<BatchBody> bodies) {
    List<BodyCursor> cursors = new ArrayList<>();
    for (BatchBody body : bodies) {
      int rows = fields.isEmpty() ? 0 : body.layout().nodeLengths()[0];
      BodyPlan cut = RangeCopyPlanner.plan(fields, ColumnBuffers.of(body), 0, rows);
      cursors.add(new BodyCursor(ColumnBuffers.of(cut.copy())));
    }
    BodyConcatenation concatenation = new BodyConcatenation(cursors);
    concatenation.columns(fields);
    return concatenation.plan.copy();
  }

  private void columns(List<Field> fields) {
    for (Field field : fields) {
      column(field);
    }
  }

  private void column(Field field) {
    ArrowType type = StorageType.inBody(field);
    int[] lengths = sources.stream().mapToInt(BodyCursor::nextLength).toArray();
    int count = ConcatenatedBuffers.sum(lengths);
    switch (type.getTypeID()) {
      case Null -> plan.node(count, count);
      case Bool -> {
        validity(lengths);
        buffers.bits(lengths, next());
      }
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration -> {
        validity(lengths);
        int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
        fixed(lengths, bits / Byte.SIZE);
      }
      case FixedSizeBinary -> {
        validity(lengths);
        fixed(lengths, ((ArrowType.FixedSizeBinary) type).getByteWidth());
      }
      case Utf8, Binary -> {
        offsets(lengths, OffsetCopy.INT);
        data();
      }
      case LargeUtf8, LargeBinary -> {
        offsets(lengths, OffsetCopy.LONG);
        data();
      }
      case Utf8View, BinaryView -> views(lengths);
      case List, Map -> {
        offsets(lengths, OffsetCopy.INT);
        columns(field.getChildren());
      }
      case LargeList -> {
        offsets(lengths, OffsetCopy.LONG);
        columns(field.getChildren());
      }
      case ListView -> listViews(field, lengths, OffsetCopy.INT);
      case LargeListView -> listViews(field, lengths, OffsetCopy.LONG);
      case FixedSizeList, Struct -> {
        validity(lengths);
        columns(StorageType.childrenInBody(field));
      }
      case Union -> union(field, ((ArrowType.Union) type).getMode(), lengths);
      case RunEndEncoded -> runEnds(field, lengths);
      case NONE -> throw new UnsupportedOperationException(type + " has no layout");
    }
  }

  private ByteBuffer[] next() {
    return sources.stream().map(BodyCursor::nextBuffer).toArray(ByteBuffer[]::new);
  }

  /** The node, and the validity: empty if nothing is null. */
  private void validity(int[] lengths) {
    ByteBuffer[] validities = next();
    int valid = 0;
    for (int i = 0; i < lengths.length; i++) {
      valid +=
          validities[i].limit() == 0 ? lengths[i] : Bitmaps.count(validities[i], 0, lengths[i]);
    }
    int count = ConcatenatedBuffers.sum(lengths);
    plan.node(count, count - valid);
    if (valid == count) {
      plan.empty();
    } else {
      buffers.bits(lengths, validities);
    }
  }

  private void fixed(int[] lengths, int width) {
    buffers.bytes(next(), lengths, width);
  }

  private void data() {
    ByteBuffer[] data = next();
    buffers.bytes(data, Arrays.stream(data).mapToInt(ByteBuffer::limit).toArray(), 1);
  }

  /** Node, validity and offsets, each source's moved to where the one before it ends. */
  private void offsets(int[] lengths, OffsetCopy width) {
    validity(lengths);
    buffers.offsets(lengths, next(), width);
  }

  private void views(int[] lengths) {
    validity(lengths);
    ByteBuffer[] views = next();
    int[] firstBuffers = new int[lengths.length + 1];
    List<ByteBuffer> data = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      data.addAll(List.of(sources.get(i).nextDataBuffers()));
      firstBuffers[i + 1] = data.size();
    }
    buffers.views(lengths, views, firstBuffers);
    data.forEach(buffer -> plan.bytes(buffer, 0, buffer.limit()));
    plan.variadic(data.size());
  }

  private void listViews(Field field, int[] lengths, OffsetCopy width) {
    validity(lengths);
    ByteBuffer[] offsets = next();
    buffers.movedOffsets(lengths, offsets, width, childStarts(0));
    fixed(lengths, width.width);
    columns(field.getChildren());
  }

  /**
   * Where each source's slots of a child begin.
   *
   * @param nodes between the next node and the child's
   */
  private int[] childStarts(int nodes) {
    int[] lengths = sources.stream().mapToInt(source -> source.lengthAhead(nodes)).toArray();
    ConcatenatedBuffers.sum(lengths);
    int[] starts = new int[lengths.length];
    for (int i = 1; i < lengths.length; i++) {
      starts[i] = starts[i - 1] + lengths[i - 1];
    }
    return starts;
  }

  private void union(Field field, UnionMode mode, int[] lengths) {
    plan.node(ConcatenatedBuffers.sum(lengths), 0);
    ByteBuffer[] typeIds = next();
    buffers.bytes(typeIds, lengths, 1);
    if (mode == UnionMode.Dense) {
      ByteBuffer[] offsets = next();
      int[] ids = ((ArrowType.Union) StorageType.inBody(field)).getTypeIds();
      int[][] starts = new int[1 << Byte.SIZE][lengths.length];
      int nodes = 0;
      for (int child = 0; child < field.getChildren().size(); child++) {
        starts[(ids == null ? child : ids[child]) & 0xFF] = childStarts(nodes);
        nodes += ColumnLayout.of(field.getChildren().get(child)).shape().nodes();
      }
      buffers.unionOffsets(lengths, typeIds, offsets, starts);
    }
    columns(field.getChildren());
  }

  private void runEnds(Field field, int[] lengths) {
    plan.node(ConcatenatedBuffers.sum(lengths), 0);
    int[] runs = sources.stream().mapToInt(BodyCursor::nextLength).toArray();
    next();
    ByteBuffer[] ends = next();
    int width = SlotLimits.runEndWidth(field);
    if (ConcatenatedBuffers.sum(lengths) > SlotLimits.ofRunEnds(width)) {
      throw new RefusedInputException(
          "Together the bodies have %d slots, more than their run ends can count"
              .formatted(ConcatenatedBuffers.sum(lengths)));
    }
    plan.node(ConcatenatedBuffers.sum(runs), 0);
    plan.empty();
    buffers.runEnds(lengths, runs, ends, width);
    columns(field.getChildren().subList(1, 2));
  }
}
