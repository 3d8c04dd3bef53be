package io.flinkarrow.batch.copy;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.LayoutVisitor;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans one body of several with the same columns, row after row. Each is cut to what its rows use
 * first, so that offsets start at zero and children end where their parents do. For one plan.
 */
public final class BodyConcatenation implements LayoutVisitor<int[], RuntimeException> {

  private final BodyPlan plan = new BodyPlan();
  private final ConcatenatedBuffers buffers = new ConcatenatedBuffers(plan);
  private final List<BodyCursor> sources;

  private BodyConcatenation(List<BodyCursor> sources) {
    this.sources = sources;
  }

  /**
   * @throws IllegalArgumentException if all together are more than a batch holds
   */
  public static BatchBody of(List<ColumnLayout> columns, List<BatchBody> bodies) {
    List<BodyCursor> cursors = new ArrayList<>();
    for (BatchBody body : bodies) {
      int rows = columns.isEmpty() ? 0 : body.layout().nodeLengths()[0];
      BodyPlan cut = RangeCopyPlanner.plan(columns, ColumnBuffers.of(body), 0, rows);
      cursors.add(new BodyCursor(ColumnBuffers.of(cut.copy())));
    }
    BodyConcatenation concatenation = new BodyConcatenation(cursors);
    concatenation.columns(columns);
    return concatenation.plan.copy();
  }

  private void columns(List<ColumnLayout> columns) {
    for (ColumnLayout column : columns) {
      column.accept(this, sources.stream().mapToInt(BodyCursor::nextLength).toArray());
    }
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, int[] lengths) {
    int count = ConcatenatedBuffers.sum(lengths);
    plan.node(count, count);
  }

  @Override
  public void bits(ColumnLayout.Bits column, int[] lengths) {
    validity(lengths);
    buffers.bits(lengths, next());
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, int[] lengths) {
    validity(lengths);
    fixed(lengths, column.width());
  }

  @Override
  public void indices(ColumnLayout.Indices column, int[] lengths) {
    validity(lengths);
    fixed(lengths, column.width());
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, int[] lengths) {
    offsets(lengths, OffsetCopy.of(column.offsetWidth()));
    ByteBuffer[] data = next();
    buffers.bytes(data, Arrays.stream(data).mapToInt(ByteBuffer::limit).toArray(), 1);
  }

  @Override
  public void views(ColumnLayout.Views column, int[] lengths) {
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

  @Override
  public void struct(ColumnLayout.Struct column, int[] lengths) {
    validity(lengths);
    columns(column.children());
  }

  @Override
  public void list(ColumnLayout.OffsetList column, int[] lengths) {
    offsets(lengths, OffsetCopy.of(column.offsetWidth()));
    columns(column.children());
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, int[] lengths) {
    validity(lengths);
    ByteBuffer[] offsets = next();
    OffsetCopy width = OffsetCopy.of(column.offsetWidth());
    buffers.movedOffsets(lengths, offsets, width, childStarts(0));
    fixed(lengths, width.width);
    columns(column.children());
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, int[] lengths) {
    validity(lengths);
    columns(column.children());
  }

  @Override
  public void union(ColumnLayout.Union column, int[] lengths) {
    plan.node(ConcatenatedBuffers.sum(lengths), 0);
    ByteBuffer[] typeIds = next();
    buffers.bytes(typeIds, lengths, 1);
    if (column.dense()) {
      ByteBuffer[] offsets = next();
      int[][] starts = new int[1 << Byte.SIZE][lengths.length];
      int nodes = 0;
      for (int child = 0; child < column.children().size(); child++) {
        starts[column.typeIds().get(child) & 0xFF] = childStarts(nodes);
        nodes += column.children().get(child).shape().nodes();
      }
      buffers.unionOffsets(lengths, typeIds, offsets, starts);
    }
    columns(column.children());
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, int[] lengths) {
    plan.node(ConcatenatedBuffers.sum(lengths), 0);
    int[] runs = sources.stream().mapToInt(BodyCursor::nextLength).toArray();
    next();
    ByteBuffer[] ends = next();
    if (ConcatenatedBuffers.sum(lengths) > column.maximumSlots()) {
      throw new RefusedInputException(
          "Together the bodies have %d slots, more than their run ends can count"
              .formatted(ConcatenatedBuffers.sum(lengths)));
    }
    plan.node(ConcatenatedBuffers.sum(runs), 0);
    plan.empty();
    buffers.runEnds(lengths, runs, ends, column.ends().width());
    columns(List.of(column.values()));
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

  /** Node, validity and offsets, each source's moved to where the one before it ends. */
  private void offsets(int[] lengths, OffsetCopy width) {
    validity(lengths);
    buffers.offsets(lengths, next(), width);
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
}
