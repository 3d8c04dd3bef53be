package io.flinkarrow.batch.body;

import io.flinkarrow.parquet.schema.StorageType;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How many field nodes and buffers columns have in an IPC body.
 *
 * @param nodes field nodes
 * @param fixedBuffers buffers except for the data buffers of view columns, whose number varies
 * @param viewColumns columns of view types
 */
public record ColumnShape(int nodes, int fixedBuffers, int viewColumns) {

  static final ColumnShape NOTHING = new ColumnShape(0, 0, 0);

  ColumnShape plus(ColumnShape other) {
    return new ColumnShape(
        nodes + other.nodes, fixedBuffers + other.fixedBuffers, viewColumns + other.viewColumns);
  }

  /** Of all fields together, depth first. */
  public static ColumnShape of(List<Field> fields) {
    int nodes = 0;
    int fixedBuffers = 0;
    int viewColumns = 0;
    for (Field field : fields) {
      ArrowType type = storageType(field);
      ColumnShape children = of(children(field));
      nodes += 1 + children.nodes;
      fixedBuffers += TypeLayout.getTypeBufferCount(type) + children.fixedBuffers;
      viewColumns += (isView(type) ? 1 : 0) + children.viewColumns;
    }
    return new ColumnShape(nodes, fixedBuffers, viewColumns);
  }

  /** Whether columns of this type have data buffers of a varying number. */
  public static boolean isView(ArrowType type) {
    return type instanceof ArrowType.Utf8View || type instanceof ArrowType.BinaryView;
  }

  /** What lies in the body: indices if dictionary-encoded, the storage of an extension type. */
  public static ArrowType storageType(Field field) {
    if (field.getDictionary() != null) {
      return field.getDictionary().getIndexType();
    }
    return StorageType.of(field);
  }

  /** The children in the body: none if dictionary-encoded, they belong to the dictionary then. */
  public static List<Field> children(Field field) {
    return field.getDictionary() != null ? List.of() : field.getChildren();
  }
}
