package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.ColumnShape;
import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.DecompressedBody;
import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Walks the columns of a body, depth first beside nodes and buffers, and checks that every buffer
 * holds what the column's slots need and nothing leads out of what it refers to. Each column is
 * checked by itself, whatever its parents hide. For one body.
 */
public final class BodyChecker {

  private final BatchHeader header;
  private final DecompressedBody body;
  private final boolean repairText;
  private final PayloadMemoryLimit budget;
  private final int[] nullCounts;
  private final int[] variadicCounts;
  private final List<IndexColumn> indexColumns = new ArrayList<>();
  private int nextNode;
  private int nextVariadic;
  private int nextBuffer;

  private BodyChecker(
      BatchHeader header, DecompressedBody body, boolean repairText, PayloadMemoryLimit budget) {
    this.header = header;
    this.body = body;
    this.repairText = repairText;
    this.budget = budget;
    this.nullCounts = new int[header.nodeLengths().length];
    this.variadicCounts = header.variadicCounts().clone();
  }

  public static CheckedBody check(
      List<Field> fields,
      BatchHeader header,
      DecompressedBody body,
      boolean repairText,
      PayloadMemoryLimit budget)
      throws MalformedBytesException {
    BodyChecker checker = new BodyChecker(header, body, repairText, budget);
    for (Field field : fields) {
      checker.column(new Expected(field, null, header.rowCount(), true, VisibleSlots.ALL));
    }
    DecompressedBody.Packed packed = body.pack();
    BatchBody checked =
        BatchBody.of(
            header.nodeLengths(),
            checker.nullCounts,
            checker.variadicCounts,
            packed.offsets(),
            packed.lengths(),
            packed.bytes());
    return new CheckedBody(header.rowCount(), checked, checker.indexColumns, header.where());
  }

  /**
   * A column before it is checked.
   *
   * @param slots that its parent needs
   * @param exact whether it must not have more
   */
  private record Expected(
      Field field,
      @Nullable ColumnPath parent,
      long slots,
      boolean exact,
      boolean nullable,
      VisibleSlots visible) {

    Expected(
        Field field, @Nullable ColumnPath parent, long slots, boolean exact, VisibleSlots visible) {
      this(field, parent, slots, exact, field.isNullable(), visible);
    }
  }

  private void column(Expected expected) throws MalformedBytesException {
    Field field = expected.field();
    ArrowType type = ColumnShape.storageType(field);
    CheckedColumn column = begin(expected, hasValidity(type));
    if (field.getDictionary() != null) {
      ArrowType.Int index = (ArrowType.Int) type;
      indexColumns.add(
          IndexColumn.check(
              column,
              next(),
              index.getBitWidth() / Byte.SIZE,
              index.getIsSigned(),
              field.getDictionary().getId(),
              expected.nullable(),
              expected.visible()));
      return;
    }
    VisibleSlots visible = expected.visible();
    switch (type.getTypeID()) {
      case Null -> nulls(column, expected);
      case Bool -> column.requireBytes(next(), (column.length() + 7L) / Byte.SIZE);
      case Decimal ->
          ValueRangeCheck.decimals(column, fixed(column, type), (ArrowType.Decimal) type);
      case Time -> ValueRangeCheck.times(column, fixed(column, type), (ArrowType.Time) type);
      case Int, FloatingPoint, Date, Timestamp, Interval, Duration -> fixed(column, type);
      case FixedSizeBinary ->
          column.requireBytes(
              next(), (long) column.length() * ((ArrowType.FixedSizeBinary) type).getByteWidth());
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
        column(new Expected(element, column.path(), elements, true, slots));
      }
      case Struct -> {
        VisibleSlots slots = VisibleSlots.ofStruct(visible, column);
        for (Field child : field.getChildren()) {
          column(new Expected(child, column.path(), column.length(), true, slots));
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

  /** Node and validity. Claimed null counts are compared with what is there. */
  private CheckedColumn begin(Expected expected, boolean hasValidity)
      throws MalformedBytesException {
    Field field = expected.field();
    ColumnPath path = new ColumnPath(expected.parent(), field.getName());
    int node = nextNode++;
    int length = header.nodeLengths()[node];
    int where = header.where();
    HeapBuffer validity = hasValidity ? next() : HeapBuffer.EMPTY;
    CheckedColumn column = new CheckedColumn(path, length, validity, where);
    if (expected.exact() ? length != expected.slots() : length < expected.slots()) {
      throw column.refused(
          where, "has %d slots, expected are %d".formatted(length, expected.slots()));
    }
    if (!hasValidity) {
      return column;
    }
    int nulls = 0;
    if (!validity.isEmpty()) {
      column.requireBytes(validity, (length + 7L) / Byte.SIZE);
      nulls = length - validity.bitsSet(length);
    }
    int announced = header.nullCounts()[node];
    if (nulls != announced && announced != BatchHeader.NOT_COUNTED) {
      throw column.refused(where, "has %d nulls, %d were announced".formatted(nulls, announced));
    }
    nullCounts[node] = nulls;
    if (nulls > 0 && !expected.nullable()) {
      requireHidden(column, expected.visible());
    }
    return column;
  }

  private void requireHidden(CheckedColumn column, VisibleSlots visible)
      throws MalformedBytesException {
    for (int i = 0; i < column.length(); i++) {
      if (column.isNull(i) && visible.visible(i, column, budget)) {
        throw column.refused(
            column.validity(), "is declared not null but slot %d is null".formatted(i));
      }
    }
  }

  private void nulls(CheckedColumn column, Expected expected) throws MalformedBytesException {
    nullCounts[nextNode - 1] = column.length();
    if (!expected.nullable() && column.length() > 0) {
      throw column.refused(column.where(), "is declared not null but has the type Null");
    }
  }

  private HeapBuffer fixed(CheckedColumn column, ArrowType type) throws MalformedBytesException {
    int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
    HeapBuffer values = next();
    column.requireBytes(values, (long) column.length() * (bits / Byte.SIZE));
    return values;
  }

  private void variable(CheckedColumn column, int width, boolean text)
      throws MalformedBytesException {
    HeapBuffer offsets = next();
    HeapBuffer data = next();
    OffsetCheck.ascending(column, offsets, width, data.length());
    if (text) {
      TextCheck check = new TextCheck(column, offsets, width, data);
      int invalid = check.firstInvalid();
      if (invalid >= 0) {
        requireRepair(column, data, invalid);
        TextCheck.Repaired repaired = check.repair(budget);
        body.replace(nextBuffer - 2, repaired.offsets());
        body.replace(nextBuffer - 1, repaired.data());
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
    HeapBuffer views = next();
    int viewsIndex = nextBuffer - 1;
    int variadic = nextVariadic++;
    List<HeapBuffer> data = new ArrayList<>();
    for (int i = 0; i < variadicCounts[variadic]; i++) {
      data.add(next());
    }
    ViewCheck check = new ViewCheck(column, views, data, text);
    int invalid = check.check(budget);
    if (invalid >= 0) {
      requireRepair(column, views, invalid);
      ViewCheck.Repaired repaired = check.repair(budget);
      body.replace(viewsIndex, repaired.views());
      body.insert(nextBuffer++, repaired.data());
      variadicCounts[variadic]++;
    }
  }

  private void list(CheckedColumn column, Field field, int width, VisibleSlots visible)
      throws MalformedBytesException {
    HeapBuffer offsets = next();
    int elements = header.nodeLengths()[nextNode];
    OffsetCheck.ascending(column, offsets, width, elements);
    VisibleSlots slots = VisibleSlots.ofList(visible, column, offsets, width, elements);
    column(new Expected(field.getChildren().get(0), column.path(), 0, false, slots));
  }

  /** Entries and keys are never null, whatever their fields say. */
  private void map(CheckedColumn column, Field field, VisibleSlots visible)
      throws MalformedBytesException {
    HeapBuffer offsets = next();
    int elements = header.nodeLengths()[nextNode];
    OffsetCheck.ascending(column, offsets, Integer.BYTES, elements);
    Field entries = field.getChildren().get(0);
    VisibleSlots slots = VisibleSlots.ofList(visible, column, offsets, Integer.BYTES, elements);
    CheckedColumn struct =
        begin(new Expected(entries, column.path(), 0, false, false, slots), true);
    VisibleSlots inside = VisibleSlots.ofStruct(slots, struct);
    Field key = entries.getChildren().get(0);
    column(new Expected(key, struct.path(), struct.length(), true, false, inside));
    Field value = entries.getChildren().get(1);
    column(new Expected(value, struct.path(), struct.length(), true, inside));
  }

  private void listView(CheckedColumn column, Field field, int width)
      throws MalformedBytesException {
    HeapBuffer offsets = next();
    HeapBuffer sizes = next();
    OffsetCheck.views(column, offsets, sizes, width, header.nodeLengths()[nextNode], budget);
    column(new Expected(field.getChildren().get(0), column.path(), 0, false, VisibleSlots.ALL));
  }

  private void union(CheckedColumn column, Field field, ArrowType.Union type, VisibleSlots visible)
      throws MalformedBytesException {
    if (header.version() == MetadataVersion.V4) {
      throw column.refused(column.where(), "is a union in metadata V4; V5 is read");
    }
    boolean dense = type.getMode() == UnionMode.Dense;
    HeapBuffer typeIds = next();
    UnionCheck check = new UnionCheck(column, type.getTypeIds(), field.getChildren().size());
    check.typeIds(typeIds);
    int[] needed = dense ? check.childSlots(typeIds, next()) : new int[0];
    for (int child = 0; child < field.getChildren().size(); child++) {
      VisibleSlots slots =
          dense
              ? VisibleSlots.ALL
              : VisibleSlots.ofSparseUnion(visible, column, typeIds, check.typeId(child));
      long least = dense ? needed[child] : column.length();
      column(new Expected(field.getChildren().get(child), column.path(), least, !dense, slots));
    }
  }

  private void runEnds(CheckedColumn column, Field field) throws MalformedBytesException {
    Field ends = field.getChildren().get(0);
    CheckedColumn runs =
        begin(new Expected(ends, column.path(), 0, false, false, VisibleSlots.ALL), true);
    ArrowType type = ColumnShape.storageType(ends);
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
    column(new Expected(value, column.path(), runs.length(), false, VisibleSlots.ALL));
  }

  private HeapBuffer next() {
    return body.buffer(nextBuffer++);
  }
}
