package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.DecompressedBody;
import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.LayoutVisitor;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the columns of a body, depth first beside its {@link CheckedNodes}, and checks that every
 * buffer holds what the column's slots need and nothing leads out of what it refers to. Each column
 * is checked by itself, whatever its parents hide. For one body.
 */
public final class BodyChecker implements LayoutVisitor<CheckedColumn, MalformedBytesException> {

  private final CheckedNodes nodes;
  private final boolean repairStrings;
  private final PayloadMemoryLimit budget;
  private final List<IndexColumn> indexColumns = new ArrayList<>();

  private BodyChecker(CheckedNodes nodes, boolean repairStrings, PayloadMemoryLimit budget) {
    this.nodes = nodes;
    this.repairStrings = repairStrings;
    this.budget = budget;
  }

  /**
   * @param sentWidths see {@link SentWidths}
   */
  public static CheckedBody check(
      List<ColumnLayout> columns,
      int[] sentWidths,
      BatchHeader header,
      DecompressedBody body,
      boolean repairStrings,
      PayloadMemoryLimit budget)
      throws MalformedBytesException {
    CheckedNodes nodes = new CheckedNodes(header, body, sentWidths, budget);
    BodyChecker checker = new BodyChecker(nodes, repairStrings, budget);
    for (ColumnLayout column : columns) {
      checker.column(new ExpectedColumn(column, null, header.rowCount(), true, VisibleSlots.ALL));
    }
    return new CheckedBody(header.rowCount(), nodes.pack(), checker.indexColumns, header.where());
  }

  private void column(ExpectedColumn expected) throws MalformedBytesException {
    expected.layout().accept(this, nodes.column(expected));
  }

  @Override
  public void nothing(ColumnLayout.Nothing layout, CheckedColumn column)
      throws MalformedBytesException {
    nodes.allNull(column, layout);
  }

  @Override
  public void bits(ColumnLayout.Bits layout, CheckedColumn column) throws MalformedBytesException {
    column.requireBytes(nodes.buffer(), Bitmaps.bytes(column.length()));
  }

  @Override
  public void fixed(ColumnLayout.Fixed layout, CheckedColumn column)
      throws MalformedBytesException {
    int width = nodes.sentWidth(layout);
    HeapBuffer values = values(column, width);
    if (width < layout.width()) {
      values = SignExtension.of(values, column.length(), width, budget);
      nodes.replace(1, values);
    }
    ValueRangeCheck.check(column, values, layout.type());
  }

  private HeapBuffer values(CheckedColumn column, int width) throws MalformedBytesException {
    HeapBuffer values = nodes.buffer();
    column.requireBytes(values, (long) column.length() * width);
    return values;
  }

  @Override
  public void indices(ColumnLayout.Indices layout, CheckedColumn column)
      throws MalformedBytesException {
    indexColumns.add(IndexColumn.check(column, layout, nodes.buffer()));
  }

  @Override
  public void bytes(ColumnLayout.Bytes layout, CheckedColumn column)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    HeapBuffer data = nodes.buffer();
    OffsetCheck.ascending(column, offsets, layout.offsetWidth(), data.length());
    if (layout.strings()) {
      StringCheck check = new StringCheck(column, offsets, layout.offsetWidth(), data);
      int invalid = check.firstInvalid();
      if (invalid >= 0) {
        requireRepair(column, data, invalid);
        StringCheck.Repaired repaired = check.repair(budget);
        nodes.replace(2, repaired.offsets());
        nodes.replace(1, repaired.data());
      }
    }
  }

  private void requireRepair(CheckedColumn column, HeapBuffer buffer, int slot)
      throws MalformedBytesException {
    if (!repairStrings) {
      throw column.refused(
          buffer,
          "has at slot %d a string that is not UTF-8; see DecodeLimits.invalidText"
              .formatted(slot));
    }
  }

  @Override
  public void views(ColumnLayout.Views layout, CheckedColumn column)
      throws MalformedBytesException {
    HeapBuffer views = nodes.buffer();
    List<HeapBuffer> data = nodes.dataBuffers();
    ViewCheck check = new ViewCheck(column, views, data, layout.strings());
    int invalid = check.check(budget);
    if (invalid >= 0) {
      requireRepair(column, views, invalid);
      ViewCheck.Repaired repaired = check.repair(budget);
      nodes.replace(data.size() + 1, repaired.views());
      nodes.addDataBuffer(repaired.data());
    }
  }

  @Override
  public void struct(ColumnLayout.Struct layout, CheckedColumn column)
      throws MalformedBytesException {
    VisibleSlots slots = VisibleSlots.ofStruct(column);
    for (ColumnLayout child : layout.children()) {
      column(new ExpectedColumn(child, column.path(), column.length(), true, slots));
    }
  }

  @Override
  public void list(ColumnLayout.OffsetList layout, CheckedColumn column)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    int width = layout.offsetWidth();
    int elements = nodes.lengthAhead();
    OffsetCheck.ascending(column, offsets, width, elements);
    VisibleSlots slots = VisibleSlots.ofList(column, offsets, width, elements);
    column(new ExpectedColumn(layout.element(), column.path(), 0, false, slots));
  }

  @Override
  public void listViews(ColumnLayout.ListViews layout, CheckedColumn column)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    HeapBuffer sizes = nodes.buffer();
    OffsetCheck.views(column, offsets, sizes, layout.offsetWidth(), nodes.lengthAhead(), budget);
    column(new ExpectedColumn(layout.element(), column.path(), 0, false, VisibleSlots.ALL));
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList layout, CheckedColumn column)
      throws MalformedBytesException {
    long elements = (long) column.length() * layout.size();
    VisibleSlots slots =
        elements > Integer.MAX_VALUE
            ? VisibleSlots.ALL
            : VisibleSlots.ofFixedSizeList(column, layout.size());
    column(new ExpectedColumn(layout.element(), column.path(), elements, true, slots));
  }

  @Override
  public void union(ColumnLayout.Union layout, CheckedColumn column)
      throws MalformedBytesException {
    if (nodes.version() == MetadataVersion.V4) {
      throw column.refused(column.where(), "is a union in metadata V4; V5 is read");
    }
    boolean dense = layout.dense();
    HeapBuffer typeIds = nodes.buffer();
    UnionCheck check = new UnionCheck(column, layout);
    check.typeIds(typeIds);
    int[] needed = dense ? check.childSlots(typeIds, nodes.buffer()) : new int[0];
    for (int child = 0; child < layout.children().size(); child++) {
      VisibleSlots slots =
          dense
              ? VisibleSlots.ALL
              : VisibleSlots.ofSparseUnion(column, typeIds, layout.typeIds().get(child));
      long least = dense ? needed[child] : column.length();
      column(new ExpectedColumn(layout.children().get(child), column.path(), least, !dense, slots));
    }
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds layout, CheckedColumn column)
      throws MalformedBytesException {
    CheckedColumn runs =
        nodes.column(new ExpectedColumn(layout.ends(), column.path(), 0, false, VisibleSlots.ALL));
    int width = layout.ends().width();
    HeapBuffer values = values(runs, width);
    long previous = 0;
    for (int run = 0; run < runs.length(); run++) {
      long end = values.number(run, width);
      if (end <= previous) {
        throw runs.refused(values, "has run ends that do not increase");
      }
      previous = end;
    }
    if (previous < column.length()) {
      throw runs.refused(values, "has runs for fewer than the %d slots".formatted(column.length()));
    }
    column(
        new ExpectedColumn(layout.values(), column.path(), runs.length(), false, VisibleSlots.ALL));
  }
}
