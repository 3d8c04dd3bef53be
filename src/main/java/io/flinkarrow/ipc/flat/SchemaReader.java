package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.body.MalformedBytesException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads a schema from its flatbuffer. Extension types come as their storage with metadata first;
 * only those that are registered in this JVM become extension types again.
 */
public final class SchemaReader {

  private static final int SCHEMA_ENDIANNESS = 0;
  private static final int SCHEMA_FIELDS = 1;
  private static final int SCHEMA_METADATA = 2;

  private static final int FIELD_NAME = 0;
  private static final int FIELD_NULLABLE = 1;
  private static final int FIELD_TYPE_KIND = 2;
  private static final int FIELD_TYPE = 3;
  private static final int FIELD_DICTIONARY = 4;
  private static final int FIELD_CHILDREN = 5;
  private static final int FIELD_METADATA = 6;

  private static final int DICTIONARY_ID = 0;
  private static final int DICTIONARY_INDEX_TYPE = 1;
  private static final int DICTIONARY_ORDERED = 2;
  private static final int DICTIONARY_KIND = 3;

  private final int maximumFields;
  private final int maximumDepth;
  private int fields;

  private SchemaReader(int maximumFields, int maximumDepth) {
    this.maximumFields = maximumFields;
    this.maximumDepth = maximumDepth;
  }

  /** The schema of batches. */
  public static SentSchema read(FlatTable table, int maximumFields, int maximumDepth)
      throws MalformedBytesException {
    requireLittleEndian(table);
    SchemaReader reader = new SchemaReader(maximumFields, maximumDepth);
    List<Field> fields = reader.fields(table, SCHEMA_FIELDS, 1);
    Schema schema = new Schema(fields, metadata(table, SCHEMA_METADATA));
    try {
      return SentSchema.of(schema);
    } catch (RuntimeException e) {
      throw new MalformedBytesException(
          table.position(), "The schema is refused: " + e.getMessage(), e);
    }
  }

  /**
   * The fields of a schema that describes something else than batches, as they stand there: no type
   * is an extension type. Those that cannot be read are left out.
   */
  public static List<Field> readFields(FlatTable table, int maximumFields, int maximumDepth)
      throws MalformedBytesException {
    SchemaReader reader = new SchemaReader(maximumFields, maximumDepth);
    FlatVector vector = table.vector(SCHEMA_FIELDS, Integer.BYTES);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < vector.size() && reader.fields < maximumFields; i++) {
      try {
        fields.add(reader.field(vector.table(i), 1));
      } catch (MalformedBytesException e) {
        // It says nothing, then.
      }
    }
    return fields;
  }

  private static void requireLittleEndian(FlatTable table) throws MalformedBytesException {
    if (table.int16(SCHEMA_ENDIANNESS, 0) != 0) {
      throw new MalformedBytesException(
          table.position(), "The payload is big-endian; little-endian ones are read");
    }
  }

  private List<Field> fields(FlatTable parent, int vectorField, int depth)
      throws MalformedBytesException {
    FlatVector vector = parent.vector(vectorField, Integer.BYTES);
    if (depth > maximumDepth && vector.size() > 0) {
      throw new MalformedBytesException(
          parent.position(),
          "The schema is nested deeper than %d levels, see DecodeLimits.maximumDepth"
              .formatted(maximumDepth));
    }
    List<Field> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < vector.size(); i++) {
      Field field = field(vector.table(i), depth);
      if (!names.add(field.getName())) {
        throw new MalformedBytesException(
            vector.position(),
            "The schema has two fields '%s' side by side".formatted(field.getName()));
      }
      read.add(field);
    }
    return read;
  }

  private Field field(FlatTable table, int depth) throws MalformedBytesException {
    fields++;
    if (fields > maximumFields) {
      throw new MalformedBytesException(
          table.position(),
          "The schema has more than %d fields, see DecodeLimits.maximumFields"
              .formatted(maximumFields));
    }
    String name = table.string(FIELD_NAME);
    ArrowType read =
        TypeReader.read(
            table.int8(FIELD_TYPE_KIND, 0), table.requiredTable(FIELD_TYPE, "a field's type"));
    List<Field> children = fields(table, FIELD_CHILDREN, depth + 1);
    ArrowType type = withTypeIds(read, children.size());
    DictionaryEncoding dictionary = dictionary(table);
    // Arrow for JavaScript says of columns of nulls that nothing in them is null.
    boolean nulls = type instanceof ArrowType.Null && dictionary == null;
    FieldType fieldType =
        new FieldType(
            table.bool(FIELD_NULLABLE) || nulls, type, dictionary, metadata(table, FIELD_METADATA));
    Field field = new Field(name == null ? "" : name, fieldType, children);
    Optional<String> wrong = FieldChildrenCheck.problemOf(field);
    if (wrong.isPresent()) {
      throw new MalformedBytesException(
          table.position(),
          "The schema's field '%s' of type %s %s"
              .formatted(field.getName(), type.getTypeID(), wrong.get()));
    }
    return field;
  }

  /** A union without type ids has its children's positions; Arrow for Java would read none. */
  private static ArrowType withTypeIds(ArrowType type, int children) {
    return type instanceof ArrowType.Union union && union.getTypeIds() == null
        ? new ArrowType.Union(union.getMode(), IntStream.range(0, children).toArray())
        : type;
  }

  private static DictionaryEncoding dictionary(FlatTable field) throws MalformedBytesException {
    Optional<FlatTable> table = field.table(FIELD_DICTIONARY);
    if (table.isEmpty()) {
      return null;
    }
    Optional<FlatTable> index = table.get().table(DICTIONARY_INDEX_TYPE);
    if (table.get().int16(DICTIONARY_KIND, 0) != 0) {
      throw new MalformedBytesException(
          table.get().position(), "The schema has a dictionary that is no dense array");
    }
    return new DictionaryEncoding(
        table.get().int64(DICTIONARY_ID, 0),
        table.get().bool(DICTIONARY_ORDERED),
        index.isPresent()
            ? TypeReader.integer(index.get())
            : new ArrowType.Int(Integer.SIZE, true));
  }

  private static Map<String, String> metadata(FlatTable table, int field)
      throws MalformedBytesException {
    FlatVector vector = table.vector(field, Integer.BYTES);
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < vector.size(); i++) {
      FlatTable entry = vector.table(i);
      // Many entries may be one and the same table.
      entry.bytes().chargeString(Long.BYTES, entry.position());
      String key = entry.string(0);
      String value = entry.string(1);
      entries.put(key == null ? "" : key, value == null ? "" : value);
    }
    return entries;
  }
}
