package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.DecompressedBody;
import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Walks the columns of a body, depth first beside its {@link CheckedNodes}, and checks that every
 * buffer holds what the column's slots need and nothing leads out of what it refers to. Each column
 * is checked by itself, whatever its parents hide. For one body.
 */
public final class BodyChecker {

  private final CheckedNodes nodes;
  private final boolean repairText;
  private final PayloadMemoryLimit budget;
  private final List<IndexColumn> indexColumns = new ArrayList<>();

  private BodyChecker(CheckedNodes nodes, boolean repairText, PayloadMemoryLimit budget) {
    this.nodes = nodes;
    this.repairText = repairText;
    this.budget = budget;
  }

  public static CheckedBody check(
      List<Field> fields,
      BatchHeader header,
      DecompressedBody body,
      boolean repairText,
      PayloadMemoryLimit budget)
      throws MalformedBytesException {
    CheckedNodes nodes = new CheckedNodes(header, body, budget);
    BodyChecker checker = new BodyChecker(nodes, repairText, budget);
    for (Field field : fields) {
      checker.column(new ExpectedColumn(field, null, header.rowCount(), true, VisibleSlots.ALL));
    }
    return new CheckedBody(header.rowCount(), nodes.pack(), checker.indexColumns, header.where());
  }

  private void column(ExpectedColumn expected) throws MalformedBytesException {
    Field field = expected.field();
    ArrowType type = StorageType.inBody(field);
    CheckedColumn column = nodes.column(expected, hasValidity(type));
    if (field.getDictionary() != null) {
      ArrowType.Int index = (ArrowType.Int) type;
      indexColumns.add(
          IndexColumn.check(
              column,
              nodes.buffer(),
              index.getBitWidth() / Byte.SIZE,
              index.getIsSigned(),
              field.getDictionary().getId(),
              expected.nullable(),
              expected.visible()));
      return;
    }
    VisibleSlots visible = expected.visible();
    switch (type.getTypeID()) {
      case Null -> nodes.allNull(column, expected);
      case Bool -> column.requireBytes(nodes.buffer(), (column.length() + 7L) / Byte.SIZE);
      case Decimal ->
          ValueRangeCheck.decimals(column, fixed(column, type), (ArrowType.Decimal) type);
      case Time -> ValueRangeCheck.times(column, fixed(column, type), (ArrowType.Time) type);
      case Int, FloatingPoint, Date, Timestamp, Interval, Duration -> fixed(column, type);
      case FixedSizeBinary ->
          column.requireBytes(
              nodes.buffer(),
              (long) column.length() * ((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Utf8 -> variable(column, Integer.BYTES, true);
      case LargeUtf8 -> variable(column, Long.BYTES, true);
      case Binary -> variable(column, Integer.BYTES, false);
      case LargeBinary -> variable(column, Long.BYTES, false);
      case Utf8View -> view(column, true);
      case BinaryView -> view(column, false);
      case List -> list(column, field, Integer.BYTES, visible);
      case LargeList -> list(column, field, Long.BYTES, visible);
      case Map -> map(column, field, visible);
      case ListView -> listView(column, field, Integer.BYTES);
      case LargeListView -> listView(column, field, Long.BYTES);
      case FixedSizeList -> {
        int size = ((ArrowType.FixedSizeList) type).getListSize();
        Field element = field.getChildren().get(0);
        long elements = (long) column.length() * size;
        VisibleSlots slots =
            elements > Integer.MAX_VALUE
                ? VisibleSlots.ALL
                : VisibleSlots.ofFixedSizeList(visible, column, size);
        column(new ExpectedColumn(element, column.path(), elements, true, slots));
      }
      case Struct -> {
        VisibleSlots slots = VisibleSlots.ofStruct(visible, column);
        for (Field child : field.getChildren()) {
          column(new ExpectedColumn(child, column.path(), column.length(), true, slots));
        }
      }
      case Union -> union(column, field, (ArrowType.Union) type, visible);
      case RunEndEncoded -> runEnds(column, field);
      case NONE -> throw column.refused(column.where(), "has no layout");
    }
  }

  private static boolean hasValidity(ArrowType type) {
    return switch (type.getTypeID()) {
      case Null, Union, RunEndEncoded -> false;
      default -> true;
    };
  }

  private HeapBuffer fixed(CheckedColumn column, ArrowType type) throws MalformedBytesException {
    int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
    HeapBuffer values = nodes.buffer();
    column.requireBytes(values, (long) column.length() * (bits / Byte.SIZE));
    return values;
  }

  private void variable(CheckedColumn column, int width, boolean text)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    HeapBuffer data = nodes.buffer();
    OffsetCheck.ascending(column, offsets, width, data.length());
    if (text) {
      TextCheck check = new TextCheck(column, offsets, width, data);
      int invalid = check.firstInvalid();
      if (invalid >= 0) {
        requireRepair(column, data, invalid);
        TextCheck.Repaired repaired = check.repair(budget);
        nodes.replace(2, repaired.offsets());
        nodes.replace(1, repaired.data());
      }
    }
  }

  private void requireRepair(CheckedColumn column, HeapBuffer buffer, int slot)
      throws MalformedBytesException {
    if (!repairText) {
      throw column.refused(
          buffer,
          "has at slot %d a text that is not UTF-8; see DecodeLimits.invalidText".formatted(slot));
    }
  }

  private void view(CheckedColumn column, boolean text) throws MalformedBytesException {
    HeapBuffer views = nodes.buffer();
    List<HeapBuffer> data = nodes.dataBuffers();
    ViewCheck check = new ViewCheck(column, views, data, text);
    int invalid = check.check(budget);
    if (invalid >= 0) {
      requireRepair(column, views, invalid);
      ViewCheck.Repaired repaired = check.repair(budget);
      nodes.replace(data.size() + 1, repaired.views());
      nodes.addDataBuffer(repaired.data());
    }
  }

  private void list(CheckedColumn column, Field field, int width, VisibleSlots visible)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    int elements = nodes.lengthAhead();
    OffsetCheck.ascending(column, offsets, width, elements);
    VisibleSlots slots = VisibleSlots.ofList(visible, column, offsets, width, elements);
    column(new ExpectedColumn(field.getChildren().get(0), column.path(), 0, false, slots));
  }

  /** Entries and keys are never null, whatever their fields say. */
  private void map(CheckedColumn column, Field field, VisibleSlots visible)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    int elements = nodes.lengthAhead();
    OffsetCheck.ascending(column, offsets, Integer.BYTES, elements);
    Field entries = field.getChildren().get(0);
    VisibleSlots slots = VisibleSlots.ofList(visible, column, offsets, Integer.BYTES, elements);
    CheckedColumn struct =
        nodes.column(new ExpectedColumn(entries, column.path(), 0, false, false, slots), true);
    VisibleSlots inside = VisibleSlots.ofStruct(slots, struct);
    Field key = entries.getChildren().get(0);
    column(new ExpectedColumn(key, struct.path(), struct.length(), true, false, inside));
    Field value = entries.getChildren().get(1);
    column(new ExpectedColumn(value, struct.path(), struct.length(), true, inside));
  }

  private void listView(CheckedColumn column, Field field, int width)
      throws MalformedBytesException {
    HeapBuffer offsets = nodes.buffer();
    HeapBuffer sizes = nodes.buffer();
    OffsetCheck.views(column, offsets, sizes, width, nodes.lengthAhead(), budget);
    column(
        new ExpectedColumn(field.getChildren().get(0), column.path(), 0, false, VisibleSlots.ALL));
  }

  private void union(CheckedColumn column, Field field, ArrowType.Union type, VisibleSlots visible)
      throws MalformedBytesException {
    if (nodes.version() == MetadataVersion.V4) {
      throw column.refused(column.where(), "is a union in metadata V4; V5 is read");
    }
    boolean dense = type.getMode() == UnionMode.Dense;
    HeapBuffer typeIds = nodes.buffer();
    UnionCheck check = new UnionCheck(column, type.getTypeIds(), field.getChildren().size());
    check.typeIds(typeIds);
    int[] needed = dense ? check.childSlots(typeIds, nodes.buffer()) : new int[0];
    for (int child = 0; child < field.getChildren().size(); child++) {
      VisibleSlots slots =
          dense
              ? VisibleSlots.ALL
              : VisibleSlots.ofSparseUnion(visible, column, typeIds, check.typeId(child));
      long least = dense ? needed[child] : column.length();
      column(
          new ExpectedColumn(field.getChildren().get(child), column.path(), least, !dense, slots));
    }
  }

  private void runEnds(CheckedColumn column, Field field) throws MalformedBytesException {
    Field ends = field.getChildren().get(0);
    CheckedColumn runs =
        nodes.column(
            new ExpectedColumn(ends, column.path(), 0, false, false, VisibleSlots.ALL), true);
    ArrowType type = StorageType.inBody(ends);
    HeapBuffer values = fixed(runs, type);
    int width = ((ArrowType.Int) type).getBitWidth() / Byte.SIZE;
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
    Field value = field.getChildren().get(1);
    column(new ExpectedColumn(value, column.path(), runs.length(), false, VisibleSlots.ALL));
  }
}
