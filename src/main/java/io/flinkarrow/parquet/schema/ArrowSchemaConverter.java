package io.flinkarrow.parquet.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.mapType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.variantType;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.geo.GeometryField;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/**
 * An Arrow schema in message format (a dictionary-encoded field has its value type) as a Parquet
 * schema. Refuses what is not supported, naming the field and what to do instead.
 */
final class ArrowSchemaConverter {

  /** Names that the Parquet format prescribes below maps. */
  static final String KEY_VALUE = "key_value";

  static final String KEY = "key";
  static final String VALUE = "value";

  private static final String ROOT = "schema";

  private final SchemaMapping mapping;

  ArrowSchemaConverter(SchemaMapping mapping) {
    this.mapping = mapping;
  }

  MessageType convert(Schema schema) {
    if (schema.getFields().isEmpty()) {
      throw new UnsupportedOperationException(
          "The Arrow schema has no fields, but a Parquet file needs at least one column");
    }
    checkNames(schema.getFields(), "");
    Type[] types =
        schema.getFields().stream()
            .map(field -> convert(field, field.getName(), repetition(field), field.getName()))
            .toArray(Type[]::new);
    return Types.buildMessage().addFields(types).named(ROOT);
  }

  private Type convert(Field field, String name, Repetition repetition, String path) {
    ArrowType type = StorageType.of(field);
    Optional<GeometryField> geometries = geometryField(field, path);
    if (geometries.isPresent()) {
      return withId(geometries(geometries.get(), repetition).named(name), field, path);
    }
    if (VariantField.is(field)) {
      return withId(variant(field, name, repetition, path), field, path);
    }
    Type converted =
        switch (type.getTypeID()) {
          case Struct -> struct(field, name, repetition, path);
          case List, LargeList, ListView, LargeListView, FixedSizeList ->
              list(field, name, repetition, path);
          case Map -> map(field, name, repetition, path);
          case RunEndEncoded -> runs(field, name, repetition, path);
          default -> leaf(field, type, name, repetition, path);
        };
    return withId(converted, field, path);
  }

  private Type leaf(Field field, ArrowType type, String name, Repetition repetition, String path) {
    LeafType leaf;
    try {
      leaf = LeafType.of(type, mapping);
    } catch (UnsupportedOperationException refusal) {
      throw unsupported(field, path, refusal.getMessage());
    }
    var builder = Types.primitive(leaf.primitive(), repetition);
    if (leaf.primitive() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
      builder = builder.length(leaf.typeLength());
    }
    return builder.as(ExtensionAnnotation.of(field).orElse(leaf.annotation())).named(name);
  }

  private static Optional<GeometryField> geometryField(Field field, String path) {
    try {
      return GeometryField.of(field, path);
    } catch (UnsupportedOperationException refusal) {
      throw unsupported(field, path, refusal.getMessage());
    }
  }

  /** The order of geometries means nothing, whether or not readers know that they are such. */
  private PrimitiveBuilder<PrimitiveType> geometries(GeometryField field, Repetition repetition) {
    return Types.primitive(PrimitiveTypeName.BINARY, repetition)
        .as(mapping.geometry().hasNativeTypes() ? field.logicalType() : null)
        .columnOrder(ColumnOrder.undefined());
  }

  private GroupType struct(Field field, String name, Repetition repetition, String path) {
    List<Field> children = field.getChildren();
    if (children.isEmpty()) {
      throw unsupported(field, path, "give the struct a field: Parquet has no empty groups");
    }
    checkNames(children, path);
    Type[] types =
        children.stream()
            .map(
                child ->
                    convert(
                        child, child.getName(), repetition(child), path + "." + child.getName()))
            .toArray(Type[]::new);
    return Types.buildGroup(repetition).addFields(types).named(name);
  }

  /**
   * Parts of a variant are required or not as the format has them, whatever the Arrow schema says:
   * the variant itself is null.
   */
  private GroupType variant(Field field, String name, Repetition repetition, String path) {
    List<Field> parts;
    try {
      parts = VariantField.parts(field);
    } catch (UnsupportedOperationException refusal) {
      throw unsupported(field, path, refusal.getMessage());
    }
    Type[] types =
        parts.stream()
            .map(
                part ->
                    convert(part, part.getName(), repetition(part), path + "." + part.getName()))
            .toArray(Type[]::new);
    return Types.buildGroup(repetition)
        .as(variantType(VariantField.SPECIFICATION_VERSION))
        .addFields(types)
        .named(name);
  }

  private GroupType list(Field field, String name, Repetition repetition, String path) {
    Field element = onlyChild(field, path);
    if (StorageType.of(field) instanceof ArrowType.FixedSizeList fixed && fixed.getListSize() < 0) {
      throw unsupported(field, path, "use a size of 0 or more");
    }
    String elementName = mapping.listNames().element(element.getName());
    GroupType repeated =
        Types.repeatedGroup()
            .addField(
                convert(element, elementName, repetition(element), path + "." + element.getName()))
            .named(mapping.listNames().repeated());
    return Types.buildGroup(repetition).as(listType()).addField(repeated).named(name);
  }

  private GroupType map(Field field, String name, Repetition repetition, String path) {
    Field entries = onlyChild(field, path);
    if (StorageType.of(entries).getTypeID() != ArrowTypeID.Struct
        || entries.getChildren().size() != 2) {
      throw unsupported(field, path, "give the map one child, a struct of key and value");
    }
    String entriesPath = path + "." + entries.getName();
    Field key = entries.getChildren().get(0);
    if (OnlyNulls.is(key)) {
      throw unsupported(
          key, entriesPath + "." + key.getName(), "give it a type: keys of a map are never null");
    }
    Field value = entries.getChildren().get(1);
    GroupType repeated =
        Types.repeatedGroup()
            .addField(convert(key, KEY, Repetition.REQUIRED, entriesPath + "." + key.getName()))
            .addField(convert(value, VALUE, repetition(value), entriesPath + "." + value.getName()))
            .named(KEY_VALUE);
    return Types.buildGroup(repetition).as(mapType()).addField(repeated).named(name);
  }

  /** The values alone; whether they may be null says the field, not that of its values. */
  private Type runs(Field field, String name, Repetition repetition, String path) {
    List<Field> children = field.getChildren();
    if (children.size() != 2
        || !(children.get(0).getType() instanceof ArrowType.Int ends)
        || !ends.getIsSigned()
        || ends.getBitWidth() == Byte.SIZE) {
      throw unsupported(
          field, path, "give it two children, run ends of 16, 32 or 64 signed bits and values");
    }
    return convert(children.get(1), name, repetition, path);
  }

  private static Field onlyChild(Field field, String path) {
    if (field.getChildren().size() != 1) {
      throw unsupported(field, path, "give the field exactly one child");
    }
    return field.getChildren().get(0);
  }

  private static void checkNames(List<Field> siblings, String path) {
    Set<String> names = new HashSet<>();
    for (Field field : siblings) {
      if (!names.add(field.getName())) {
        String duplicate = path.isEmpty() ? field.getName() : path + "." + field.getName();
        throw unsupported(field, duplicate, "rename it: a sibling has the same name");
      }
    }
  }

  private static Type withId(Type type, Field field, String path) {
    String id = field.getMetadata().get(FieldMetadata.FIELD_ID_KEY);
    if (id == null) {
      return type;
    }
    int number;
    try {
      number = Integer.parseInt(id);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Field %s has metadata %s=%s, which must be an integer"
              .formatted(path, FieldMetadata.FIELD_ID_KEY, id),
          e);
    }
    return number < 0 ? type : type.withId(number);
  }

  private static Repetition repetition(Field field) {
    return field.isNullable() || OnlyNulls.is(field) ? Repetition.OPTIONAL : Repetition.REQUIRED;
  }

  private static UnsupportedOperationException unsupported(
      Field field, String path, String advice) {
    String encoded = field.getDictionary() == null ? "" : "dictionary-encoded ";
    return new UnsupportedOperationException(
        "Field %s has %stype %s, which cannot be written to Parquet: %s"
            .formatted(path, encoded, field.getType(), advice));
  }
}
