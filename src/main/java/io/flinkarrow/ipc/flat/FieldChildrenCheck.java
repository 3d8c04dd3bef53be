package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.check.Utf8;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;

/** Whether a field has the children that its type asks for. */
final class FieldChildrenCheck {

  private FieldChildrenCheck() {}

  /** What is wrong with a field, as the rest of a sentence about it. */
  static Optional<String> problemOf(Field field) {
    List<Field> children = field.getChildren();
    return switch (field.getType().getTypeID()) {
      case Struct -> Optional.empty();
      case List, LargeList, ListView, LargeListView, FixedSizeList -> requireChildren(children, 1);
      case Map -> requireChildren(children, 1).or(() -> entries(children.get(0)));
      case RunEndEncoded -> requireChildren(children, 2).or(() -> runEnds(children.get(0)));
      case Union -> union((ArrowType.Union) field.getType(), children);
      case Null,
          Int,
          FloatingPoint,
          Utf8,
          Utf8View,
          LargeUtf8,
          Binary,
          BinaryView,
          LargeBinary,
          FixedSizeBinary,
          Bool,
          Decimal,
          Date,
          Time,
          Timestamp,
          Interval,
          Duration ->
          requireChildren(children, 0);
      case NONE -> Optional.of("has no layout");
    };
  }

  private static Optional<String> requireChildren(List<Field> children, int count) {
    return children.size() == count
        ? Optional.empty()
        : Optional.of("has %d children, expected %d".formatted(children.size(), count));
  }

  private static Optional<String> entries(Field entries) {
    return entries.getType().getTypeID() == ArrowTypeID.Struct
            && entries.getDictionary() == null
            && entries.getChildren().size() == 2
        ? Optional.empty()
        : Optional.of("has entries that are no struct of a key and a value");
  }

  private static Optional<String> runEnds(Field ends) {
    return ends.getType() instanceof ArrowType.Int integer
            && integer.getIsSigned()
            && integer.getBitWidth() > Byte.SIZE
            && ends.getDictionary() == null
        ? Optional.empty()
        : Optional.of("has run ends of type " + ends.getType());
  }

  private static Optional<String> union(ArrowType.Union union, List<Field> children) {
    int[] ids = union.getTypeIds();
    if (children.size() > Byte.MAX_VALUE + 1) {
      return Optional.of("has %d children".formatted(children.size()));
    }
    return ids == null || ids.length == children.size()
        ? Optional.empty()
        : Optional.of("has %d type ids for %d children".formatted(ids.length, children.size()));
  }
}
