package io.flinkarrow.parquet.assemble;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.schema.FieldMetadata;
import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.parquet.schema.VariantField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.schema.Type;

/**
 * What a field of the file is called in Arrow, whether it may be null, and its metadata: what the
 * file's own schema says, and what the stored Arrow schema adds.
 *
 * @param nullable in the file
 * @param stored the field of the stored Arrow schema; null if there is none
 */
record FieldDescription(Type type, boolean nullable, @Nullable Field stored) {

  Field of(ArrowType arrowType, List<Field> children) {
    return of(arrowType, null, Map.of(), children);
  }

  Field leaf(RestoredLeaf leaf) {
    return of(leaf.type(), leaf.dictionary(), leaf.metadata(), List.of());
  }

  /** A struct, which may be a variant. */
  Field struct(List<Field> children) {
    Field struct = of(ArrowType.Struct.INSTANCE, children);
    return NestedShapes.isAnnotatedVariant(type) ? VariantField.named(struct) : struct;
  }

  /**
   * @param own metadata that the file's own schema stands for
   */
  private Field of(
      ArrowType arrowType,
      @Nullable DictionaryEncoding dictionary,
      Map<String, String> own,
      List<Field> children) {
    Map<String, String> metadata = new HashMap<>(own);
    metadata.putAll(FieldMetadata.ofId(type));
    boolean mayBeNull = nullable || arrowType instanceof ArrowType.Null;
    FieldType plain = new FieldType(mayBeNull, arrowType, dictionary, metadata);
    Field field = new Field(type.getName(), plain, children);
    if (stored == null) {
      return field;
    }
    metadata.putAll(
        isStorageOf(stored, field)
            ? stored.getMetadata()
            : FieldMetadata.withoutExtension(stored.getMetadata()));
    mayBeNull |= stored.isNullable();
    return new Field(
        type.getName(), new FieldType(mayBeNull, arrowType, dictionary, metadata), children);
  }

  /** Whether values lie as in the stored field, so that its extension type is theirs. */
  private static boolean isStorageOf(Field stored, Field field) {
    if (!StorageType.of(stored).equals(StorageType.of(field))
        || stored.getChildren().size() != field.getChildren().size()
        || (stored.getDictionary() == null) != (field.getDictionary() == null)) {
      return false;
    }
    for (int i = 0; i < field.getChildren().size(); i++) {
      Field storedChild = stored.getChildren().get(i);
      Field child = field.getChildren().get(i);
      if (!storedChild.getName().equals(child.getName()) || !isStorageOf(storedChild, child)) {
        return false;
      }
    }
    return true;
  }
}
