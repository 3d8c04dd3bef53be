package io.flinkarrow.batch.vectors;

import io.flinkarrow.layout.StorageType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Fields as Arrow for Java's vectors want them: entries and keys of maps are required there.
 * Refuses what it has no vectors for, although the format allows it.
 */
public final class VectorFields {

  private VectorFields() {}

  /**
   * A schema with the same metadata.
   *
   * @throws UnsupportedOperationException if there is no vector for a field; names it
   */
  public static Schema of(Schema schema) {
    return new Schema(
        schema.getFields().stream().map(VectorFields::of).toList(), schema.getCustomMetadata());
  }

  /**
   * @throws UnsupportedOperationException if there is no vector for a field; names it
   */
  static Field of(Field field) {
    return of(field, field.getName(), field.isNullable());
  }

  private static Field of(Field field, String path, boolean nullable) {
    if (field.getType() instanceof ArrowType.FixedSizeBinary binary && binary.getByteWidth() == 0) {
      throw refused(path, field, "its values have no bytes");
    }
    if (field.getType() instanceof ArrowType.Union union) {
      requireVector(field, union, path);
    }
    requireDistinctNames(field, path);
    boolean map = field.getType().getTypeID() == ArrowTypeID.Map;
    List<Field> children = new ArrayList<>();
    for (Field child : field.getChildren()) {
      String childPath = path + "." + child.getName();
      children.add(map ? entries(child, childPath) : of(child, childPath, child.isNullable()));
      boolean inFixedSizeList = field.getType().getTypeID() == ArrowTypeID.FixedSizeList;
      if (inFixedSizeList && child.getType() instanceof ArrowType.Union) {
        throw refused(childPath, child, "it is the element of a FixedSizeList");
      }
    }
    return with(field, nullable, children);
  }

  /** Vectors of structs find their children by name. */
  private static void requireDistinctNames(Field field, String path) {
    Set<String> names = new HashSet<>();
    boolean struct = field.getType().getTypeID() == ArrowTypeID.Struct;
    for (Field child : struct ? field.getChildren() : List.<Field>of()) {
      if (!names.add(child.getName())) {
        throw refused(path, field, "two of its fields are called '%s'".formatted(child.getName()));
      }
    }
  }

  private static Field entries(Field entries, String path) {
    Field key = entries.getChildren().get(0);
    Field value = entries.getChildren().get(1);
    return with(
        entries,
        false,
        List.of(
            of(key, path + "." + key.getName(), false),
            of(value, path + "." + value.getName(), value.isNullable())));
  }

  private static Field with(Field field, boolean nullable, List<Field> children) {
    return new Field(
        field.getName(),
        new FieldType(nullable, field.getType(), field.getDictionary(), field.getMetadata()),
        children);
  }

  /**
   * Vectors of dense unions sort their children by type id, those of sparse ones tell them by
   * numbers of their own for the types.
   */
  private static void requireVector(Field field, ArrowType.Union union, String path) {
    int[] ids = union.getTypeIds();
    int previous = -1;
    for (int i = 0; ids != null && i < ids.length; i++) {
      if (ids[i] <= previous) {
        throw refused(path, field, "its type ids do not ascend");
      }
      previous = ids[i];
      ArrowType child = StorageType.inBody(field.getChildren().get(i));
      if (union.getMode() == UnionMode.Sparse
          && ids[i] != Types.getMinorTypeForArrowType(child).ordinal()) {
        throw refused(path, field, "its type ids are not those of Arrow for Java's vectors");
      }
    }
  }

  private static UnsupportedOperationException refused(String path, Field field, String why) {
    return new UnsupportedOperationException(
        "Column '%s' of type %s cannot be loaded, as Arrow for Java has no vector for it: %s"
            .formatted(path, field.getType(), why));
  }
}
