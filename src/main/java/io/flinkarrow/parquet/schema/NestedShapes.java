package io.flinkarrow.parquet.schema;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Which groups are lists, maps and variants, by the format's rules for files old and new. */
public final class NestedShapes {

  private NestedShapes() {}

  public static boolean isList(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        && hasOneRepeatedField(type);
  }

  /** Whether a list has two levels: its repeated field is the element and not around it. */
  public static boolean repeatedIsElement(GroupType list) {
    Type repeated = list.getType(0);
    if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1) {
      return true;
    }
    return repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list.getName() + "_tuple");
  }

  public static boolean isMap(Type type) {
    return hasEntriesOf(type, 2);
  }

  /** A map without values: its keys are a set. */
  public static boolean isSet(Type type) {
    return hasEntriesOf(type, 1);
  }

  private static boolean hasEntriesOf(Type type, int fields) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    boolean annotated =
        annotation instanceof MapLogicalTypeAnnotation
            || annotation instanceof MapKeyValueTypeAnnotation;
    if (!annotated || !hasOneRepeatedField(type)) {
      return false;
    }
    Type entry = type.asGroupType().getType(0);
    return !entry.isPrimitive() && entry.asGroupType().getFieldCount() == fields;
  }

  /** A column that has only nulls, so that its type does not matter. */
  public static boolean isUnknown(Type type) {
    return type.isPrimitive()
        && type.getLogicalTypeAnnotation() instanceof UnknownLogicalTypeAnnotation;
  }

  /** Whether a group says that it is a variant, shredded or not. */
  public static boolean isAnnotatedVariant(Type type) {
    return type.getLogicalTypeAnnotation() instanceof VariantLogicalTypeAnnotation;
  }

  /** Not one whose values are partly in columns of their own ("shredded"). */
  public static boolean isVariant(Type type) {
    return !type.isPrimitive()
        && type.asGroupType().getFieldCount() == 2
        && isBinary(type.asGroupType(), "metadata")
        && isBinary(type.asGroupType(), "value");
  }

  private static boolean isBinary(GroupType group, String name) {
    return group.containsField(name)
        && group.getType(name).isPrimitive()
        && group.getType(name).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  private static boolean hasOneRepeatedField(Type type) {
    return !type.isPrimitive()
        && type.asGroupType().getFieldCount() == 1
        && type.asGroupType().getType(0).isRepetition(Repetition.REPEATED);
  }
}
