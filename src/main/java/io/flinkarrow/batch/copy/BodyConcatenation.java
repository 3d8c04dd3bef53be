package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BitCopy;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.ColumnShape;
import io.flinkarrow.batch.body.SlotLimits;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    ArrowType type = ColumnShape.storageType(field);
    int[] lengths = sources.stream().mapToInt(BodyCursor::nextLength).toArray();
    int count = sum(lengths);
    switch (type.getTypeID()) {
      case Null -> plan.node(count, count);
      case Bool -> {
        validity(lengths);
        bits(lengths, next());
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
        columns(ColumnShape.children(field));
      }
      case Union -> union(field, ((ArrowType.Union) type).getMode(), lengths);
      case RunEndEncoded -> runEnds(field, lengths);
      case NONE -> throw new UnsupportedOperationException(type + " has no layout");
    }
  }

  private static int sum(int[] lengths) {
    long sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    if (sum > Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Together the bodies have %d slots, more than fit in a batch".formatted(sum));
    }
    return (int) sum;
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
          validities[i].limit() == 0 ? lengths[i] : BitCopy.count(validities[i], 0, lengths[i]);
    }
    int count = sum(lengths);
    plan.node(count, count - valid);
    if (valid == count) {
      plan.empty();
    } else {
      bits(lengths, validities);
    }
  }

  /** An empty buffer stands for ones. */
  private void bits(int[] lengths, ByteBuffer[] bits) {
    plan.buffer(
        BitCopy.bytes(sum(lengths)),
        (target, offset) -> {
          int position = 0;
          for (int i = 0; i < lengths.length; i++) {
            for (int slot = 0; slot < lengths[i]; slot++, position++) {
              if (bits[i].limit() == 0 || BitCopy.isSet(bits[i], slot)) {
                target[offset + (position >>> 3)] |= (byte) (1 << (position & 7));
              }
            }
          }
        });
  }

  private void fixed(int[] lengths, int width) {
    bytes(next(), lengths, width);
  }

  private void bytes(ByteBuffer[] values, int[] lengths, int width) {
    plan.buffer(
        (long) sum(lengths) * width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            values[i].get(0, target, position, lengths[i] * width);
            position += lengths[i] * width;
          }
        });
  }

  private void data() {
    ByteBuffer[] data = next();
    bytes(data, Arrays.stream(data).mapToInt(ByteBuffer::limit).toArray(), 1);
  }

  /** Node, validity and offsets, each source's moved to where the one before it ends. */
  private void offsets(int[] lengths, OffsetCopy width) {
    validity(lengths);
    ByteBuffer[] offsets = next();
    long[] bases = new long[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      bases[i + 1] = bases[i] + (lengths[i] == 0 ? 0 : width.at(offsets[i], lengths[i]));
    }
    long end = bases[lengths.length];
    if (end > Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Together the bodies have offsets up to %d, more than fit in a batch".formatted(end));
    }
    plan.buffer(
        (sum(lengths) + 1L) * width.width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            width.copy(offsets[i], 0, lengths[i], -bases[i], target, position);
            position += lengths[i] * width.width;
          }
          width.put(ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN), position, end);
        });
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
    plan.buffer(
        (long) sum(lengths) * ViewCopy.WIDTH,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            views[i].get(0, target, position, lengths[i] * ViewCopy.WIDTH);
            ViewCopy.moveDataBuffers(target, position, lengths[i], firstBuffers[i]);
            position += lengths[i] * ViewCopy.WIDTH;
          }
        });
    data.forEach(buffer -> plan.bytes(buffer, 0, buffer.limit()));
    plan.variadic(data.size());
  }

  private void listViews(Field field, int[] lengths, OffsetCopy width) {
    validity(lengths);
    ByteBuffer[] offsets = next();
    moved(lengths, offsets, width, childStarts(0));
    fixed(lengths, width.width);
    columns(field.getChildren());
  }

  private void moved(int[] lengths, ByteBuffer[] offsets, OffsetCopy width, int[] starts) {
    plan.buffer(
        (long) sum(lengths) * width.width,
        (target, offset) -> {
          int position = offset;
          for (int i = 0; i < lengths.length; i++) {
            width.copy(offsets[i], 0, lengths[i], -(long) starts[i], target, position);
            position += lengths[i] * width.width;
          }
        });
  }

  /**
   * Where each source's slots of a child begin.
   *
   * @param nodes between the next node and the child's
   */
  private int[] childStarts(int nodes) {
    int[] lengths = sources.stream().mapToInt(source -> source.lengthAhead(nodes)).toArray();
    sum(lengths);
    int[] starts = new int[lengths.length];
    for (int i = 1; i < lengths.length; i++) {
      starts[i] = starts[i - 1] + lengths[i - 1];
    }
    return starts;
  }

  private void union(Field field, UnionMode mode, int[] lengths) {
    plan.node(sum(lengths), 0);
    ByteBuffer[] typeIds = next();
    bytes(typeIds, lengths, 1);
    if (mode == UnionMode.Dense) {
      ByteBuffer[] offsets = next();
      int[] ids = ((ArrowType.Union) ColumnShape.storageType(field)).getTypeIds();
      int[][] starts = new int[1 << Byte.SIZE][lengths.length];
      int nodes = 0;
      for (int child = 0; child < field.getChildren().size(); child++) {
        starts[(ids == null ? child : ids[child]) & 0xFF] = childStarts(nodes);
        nodes += ColumnShape.of(List.of(field.getChildren().get(child))).nodes();
      }
      unionOffsets(lengths, typeIds, offsets, starts);
    }
    columns(field.getChildren());
  }

  private void unionOffsets(
      int[] lengths, ByteBuffer[] typeIds, ByteBuffer[] offsets, int[][] starts) {
    plan.buffer(
        (long) sum(lengths) * Integer.BYTES,
        (target, offset) -> {
          ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
          out.position(offset);
          for (int i = 0; i < lengths.length; i++) {
            for (int slot = 0; slot < lengths[i]; slot++) {
              int start = starts[typeIds[i].get(slot) & 0xFF][i];
              out.putInt(start + offsets[i].getInt(slot * Integer.BYTES));
            }
          }
        });
  }

  private void runEnds(Field field, int[] lengths) {
    plan.node(sum(lengths), 0);
    int[] runs = sources.stream().mapToInt(BodyCursor::nextLength).toArray();
    next();
    ByteBuffer[] ends = next();
    int width = SlotLimits.runEndWidth(field);
    if (sum(lengths) > SlotLimits.ofRunEnds(width)) {
      throw new RefusedInputException(
          "Together the bodies have %d slots, more than their run ends can count"
              .formatted(sum(lengths)));
    }
    plan.node(sum(runs), 0);
    plan.empty();
    plan.buffer(
        (long) sum(runs) * width,
        (target, offset) -> {
          int position = offset;
          int base = 0;
          for (int i = 0; i < runs.length; i++) {
            RunEndCopy.copyMoved(ends[i], runs[i], width, base, target, position);
            position += runs[i] * width;
            base += lengths[i];
          }
        });
    columns(field.getChildren().subList(1, 2));
  }
}
