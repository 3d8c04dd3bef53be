package io.flinkarrow.parquet.schema;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The schema of vectors in memory, where a dictionary-encoded field has the type of its indexes, as
 * the schema of a message, where it has the type of its values.
 */
public final class MessageFormat {

  private MessageFormat() {}

  /**
   * Replaces index types by value types.
   *
   * @param schema of a {@code VectorSchemaRoot}
   * @param dictionaries of its dictionary-encoded fields; may be {@code null} if it has none
   * @throws IllegalArgumentException if a dictionary is missing
   */
  public static Schema of(Schema schema, DictionaryProvider dictionaries) {
    return new Schema(convert(schema.getFields(), dictionaries, ""), schema.getCustomMetadata());
  }

  private static List<Field> convert(
      List<Field> fields, DictionaryProvider dictionaries, String parent) {
    List<Field> converted = new ArrayList<>(fields.size());
    for (Field field : fields) {
      converted.add(convert(field, dictionaries, parent + field.getName()));
    }
    return converted;
  }

  private static Field convert(Field field, DictionaryProvider dictionaries, String path) {
    if (field.getDictionary() == null) {
      return new Field(
          field.getName(),
          field.getFieldType(),
          convert(field.getChildren(), dictionaries, path + "."));
    }
    long id = field.getDictionary().getId();
    Dictionary dictionary = dictionaries == null ? null : dictionaries.lookup(id);
    if (dictionary == null) {
      throw new IllegalArgumentException(
          "Field %s is encoded with dictionary %d, which the dictionary provider does not have: "
                  .formatted(path, id)
              + "add it, or give the schema in message format without a provider");
    }
    FieldType type =
        new FieldType(
            field.isNullable(),
            dictionary.getVectorType(),
            field.getDictionary(),
            field.getMetadata());
    return new Field(field.getName(), type, dictionary.getVector().getField().getChildren());
  }
}
