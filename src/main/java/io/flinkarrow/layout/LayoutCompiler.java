package io.flinkarrow.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** The one place that knows which layout an Arrow type has. */
final class LayoutCompiler {

  private LayoutCompiler() {}

  static ColumnLayout compile(Field field) {
    return compile(field, field.isNullable());
  }

  private static ColumnLayout compile(Field field, boolean nullable) {
    ArrowType type = StorageType.inBody(field);
    Column column = new Column(field, nullable, type);
    if (field.getDictionary() != null) {
      ArrowType.Int index = (ArrowType.Int) type;
      return new ColumnLayout.Indices(
          column.leaf(2),
          index.getBitWidth() / Byte.SIZE,
          index.getIsSigned(),
          field.getDictionary().getId());
    }
    return switch (type.getTypeID()) {
      case Null -> new ColumnLayout.Nothing(column.withoutValidity(0, List.of()));
      case Bool -> new ColumnLayout.Bits(column.leaf(2));
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration -> {
        int bits = TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth();
        yield new ColumnLayout.Fixed(column.leaf(2), bits / Byte.SIZE);
      }
      case FixedSizeBinary ->
          new ColumnLayout.Fixed(column.leaf(2), ((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Utf8 -> new ColumnLayout.Bytes(column.leaf(3), Integer.BYTES, true);
      case LargeUtf8 -> new ColumnLayout.Bytes(column.leaf(3), Long.BYTES, true);
      case Binary -> new ColumnLayout.Bytes(column.leaf(3), Integer.BYTES, false);
      case LargeBinary -> new ColumnLayout.Bytes(column.leaf(3), Long.BYTES, false);
      case Utf8View -> new ColumnLayout.Views(column.views(), true);
      case BinaryView -> new ColumnLayout.Views(column.views(), false);
      case Struct -> new ColumnLayout.Struct(column.parent(1, children(field)));
      case List -> new ColumnLayout.OffsetList(column.parent(2, children(field)), Integer.BYTES);
      case LargeList -> new ColumnLayout.OffsetList(column.parent(2, children(field)), Long.BYTES);
      case Map -> new ColumnLayout.OffsetList(column.parent(2, entries(field)), Integer.BYTES);
      case ListView -> new ColumnLayout.ListViews(column.parent(3, children(field)), Integer.BYTES);
      case LargeListView ->
          new ColumnLayout.ListViews(column.parent(3, children(field)), Long.BYTES);
      case FixedSizeList ->
          new ColumnLayout.FixedSizeList(
              column.parent(1, children(field)), ((ArrowType.FixedSizeList) type).getListSize());
      case Union -> union(column, (ArrowType.Union) type, children(field));
      case RunEndEncoded ->
          new ColumnLayout.RunEnds(column.withoutValidity(0, firstRequired(field)));
      case NONE ->
          throw new UnsupportedOperationException(
              "Column '%s' has the type %s, which has no layout".formatted(field.getName(), type));
    };
  }

  private static List<ColumnLayout> children(Field field) {
    return ColumnLayout.of(field.getChildren());
  }

  /** Entries and keys of a map are never null, whatever their fields say. */
  private static List<ColumnLayout> entries(Field map) {
    List<ColumnLayout> entries = new ArrayList<>();
    for (Field field : map.getChildren()) {
      Column column = new Column(field, false, StorageType.inBody(field));
      entries.add(
          column.type instanceof ArrowType.Struct
              ? new ColumnLayout.Struct(column.parent(1, firstRequired(field)))
              : compile(field, false));
    }
    return entries;
  }

  /** The children, the first of which is never null, whatever its field says. */
  private static List<ColumnLayout> firstRequired(Field field) {
    List<ColumnLayout> children = new ArrayList<>();
    for (Field child : field.getChildren()) {
      children.add(compile(child, child.isNullable() && !children.isEmpty()));
    }
    return children;
  }

  private static ColumnLayout union(
      Column column, ArrowType.Union type, List<ColumnLayout> children) {
    boolean dense = type.getMode() == UnionMode.Dense;
    IntStream typeIds =
        type.getTypeIds() == null
            ? IntStream.range(0, children.size())
            : IntStream.of(type.getTypeIds());
    return new ColumnLayout.Union(
        column.withoutValidity(dense ? 2 : 1, children), dense, typeIds.boxed().toList());
  }

  /** A field on the way to its layout. */
  private record Column(Field field, boolean nullable, ArrowType type) {

    ColumnParts leaf(int buffers) {
      return parts(true, buffers, false, List.of());
    }

    ColumnParts views() {
      return parts(true, 2, true, List.of());
    }

    ColumnParts parent(int buffers, List<ColumnLayout> children) {
      return parts(true, buffers, false, children);
    }

    ColumnParts withoutValidity(int buffers, List<ColumnLayout> children) {
      return parts(false, buffers, false, children);
    }

    private ColumnParts parts(
        boolean validity, int buffers, boolean dataBuffers, List<ColumnLayout> children) {
      return new ColumnParts(
          field.getName(), nullable, type, validity, buffers, dataBuffers, children);
    }
  }
}
