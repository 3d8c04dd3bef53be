package io.flinkarrow.parquet.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/**
 * The schema of vectors in memory, where a dictionary-encoded field has the type of its indexes, as
 * the schema of a message, where it has the type of its values.
 */
public final class MessageFormat {

  private MessageFormat() {}

  /**
   * Replaces index types by value types, those of nested dictionaries too.
   *
   * @param schema of a {@code VectorSchemaRoot}
   * @param dictionaries of its dictionary-encoded fields; may be {@code null} if it has none
   * @throws IllegalArgumentException if a dictionary is missing or refers to itself
   */
  public static Schema of(Schema schema, DictionaryProvider dictionaries) {
    if (schema.getFields().stream().noneMatch(DictionaryUtility::needConvertToMessageFormat)) {
      return schema;
    }
    return new Schema(
        convert(schema.getFields(), dictionaries, "", Set.of()), schema.getCustomMetadata());
  }

  /**
   * The dictionary of a field.
   *
   * @param dictionaries may be {@code null}, and has none then
   * @param path of the field, for the message
   * @throws IllegalArgumentException if the dictionary is missing
   */
  public static Dictionary dictionary(DictionaryProvider dictionaries, long id, String path) {
    Dictionary dictionary = dictionaries == null ? null : dictionaries.lookup(id);
    if (dictionary == null) {
      throw new IllegalArgumentException(
          "Field %s is dictionary-encoded with id %d but %s; pass a DictionaryProvider that has it"
              .formatted(
                  path,
                  id,
                  dictionaries == null
                      ? "no dictionaries were given"
                      : "the dictionaries given have the ids " + dictionaries.getDictionaryIds()));
    }
    return dictionary;
  }

  /** An error about a dictionary whose entries refer to its own. */
  public static IllegalArgumentException refersToItself(long id, String path) {
    return new IllegalArgumentException(
        "Field %s is dictionary-encoded with id %d, but lies in the dictionary of this id itself; give it a dictionary of its own"
            .formatted(path, id));
  }

  /**
   * @param above the ids of the dictionaries in which the fields lie
   */
  private static List<Field> convert(
      List<Field> fields, DictionaryProvider dictionaries, String parent, Set<Long> above) {
    List<Field> converted = new ArrayList<>(fields.size());
    for (Field field : fields) {
      converted.add(convert(field, dictionaries, parent + field.getName(), above));
    }
    return converted;
  }

  private static Field convert(
      Field field, DictionaryProvider dictionaries, String path, Set<Long> above) {
    Set<Long> aboveChildren = above;
    ArrowType type = field.getType();
    List<Field> children = field.getChildren();
    if (field.getDictionary() != null) {
      long id = field.getDictionary().getId();
      if (above.contains(id)) {
        throw refersToItself(id, path);
      }
      aboveChildren = new HashSet<>(above);
      aboveChildren.add(id);
      Dictionary dictionary = dictionary(dictionaries, id, path);
      type = dictionary.getVectorType();
      children = dictionary.getVector().getField().getChildren();
    }
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), type, field.getDictionary(), field.getMetadata()),
        convert(children, dictionaries, path + ".", aboveChildren));
  }
}
