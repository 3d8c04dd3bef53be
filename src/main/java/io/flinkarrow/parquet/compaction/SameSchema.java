package io.flinkarrow.parquet.compaction;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Whether files have the same columns, in the same order: rows of one are rows of the other. */
public final class SameSchema {

  private SameSchema() {}

  /**
   * The first difference, for people to read; empty if there is none. Schemas may have different
   * names, because no reader looks at them.
   */
  public static Optional<String> difference(MessageType expected, MessageType came) {
    return ofFields("", expected.getFields(), came.getFields());
  }

  private static Optional<String> ofFields(String path, List<Type> expected, List<Type> came) {
    for (int i = 0; i < Math.min(expected.size(), came.size()); i++) {
      Optional<String> difference = of(path, expected.get(i), came.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    if (expected.size() == came.size()) {
      return Optional.empty();
    }
    boolean isMissing = expected.size() > came.size();
    Type field = (isMissing ? expected : came).get(Math.min(expected.size(), came.size()));
    return Optional.of(
        "column '%s%s' %s"
            .formatted(path, field.getName(), isMissing ? "is missing" : "is not in the first"));
  }

  private static Optional<String> of(String parent, Type expected, Type came) {
    String path = parent + expected.getName();
    if (expected.isPrimitive() && came.isPrimitive()) {
      return isSame(expected.asPrimitiveType(), came.asPrimitiveType())
          ? Optional.empty()
          : Optional.of("column '%s' should be '%s', but is '%s'".formatted(path, expected, came));
    }
    if (expected.isPrimitive() || came.isPrimitive() || !isSameField(expected, came)) {
      return Optional.of(
          "column '%s' should be '%s', but is '%s'".formatted(path, brief(expected), brief(came)));
    }
    return ofFields(path + ".", expected.asGroupType().getFields(), came.asGroupType().getFields());
  }

  private static boolean isSame(PrimitiveType expected, PrimitiveType came) {
    return isSameField(expected, came)
        && expected.getPrimitiveTypeName() == came.getPrimitiveTypeName()
        && expected.getTypeLength() == came.getTypeLength();
  }

  private static boolean isSameField(Type expected, Type came) {
    return expected.getName().equals(came.getName())
        && expected.getRepetition() == came.getRepetition()
        && Objects.equals(expected.getId(), came.getId())
        && Objects.equals(expected.getLogicalTypeAnnotation(), came.getLogicalTypeAnnotation());
  }

  private static String brief(Type type) {
    if (type.isPrimitive()) {
      return type.toString();
    }
    GroupType group = type.asGroupType();
    Repetition repetition = group.getRepetition();
    return "%s group %s%s%s"
        .formatted(
            repetition.name().toLowerCase(java.util.Locale.ROOT),
            group.getName(),
            group.getLogicalTypeAnnotation() == null
                ? ""
                : " (" + group.getLogicalTypeAnnotation() + ")",
            group.getId() == null ? "" : " = " + group.getId());
  }
}
