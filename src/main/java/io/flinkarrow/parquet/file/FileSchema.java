package io.flinkarrow.parquet.file;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The schema that a footer's elements describe: what {@link SchemaElements} makes, turned back. */
public final class FileSchema {

  private final List<SchemaElement> elements;
  private int next;

  private FileSchema(List<SchemaElement> elements) {
    this.elements = elements;
  }

  /**
   * Reads a footer's schema, whoever wrote it.
   *
   * @throws IllegalArgumentException if the elements are no schema, with the element that is wrong
   */
  public static MessageType read(List<SchemaElement> elements) {
    FileSchema schema = new FileSchema(elements);
    SchemaElement root = schema.nextElement();
    List<Type> fields = schema.children(root);
    if (schema.next < elements.size()) {
      throw new IllegalArgumentException(
          "The schema ends after %d elements, but the footer has %d"
              .formatted(schema.next, elements.size()));
    }
    MessageType message = new MessageType(root.getName(), fields);
    return root.isSetField_id() ? withId(message, root.getField_id()) : message;
  }

  private static MessageType withId(MessageType message, int id) {
    return Types.buildMessage()
        .id(id)
        .addFields(message.getFields().toArray(Type[]::new))
        .named(message.getName());
  }

  private SchemaElement nextElement() {
    if (next == elements.size()) {
      throw new IllegalArgumentException(
          "The schema needs more elements than the %d the footer has".formatted(next));
    }
    return elements.get(next++);
  }

  private List<Type> children(SchemaElement group) {
    List<Type> fields = new ArrayList<>();
    for (int i = 0; i < group.getNum_children(); i++) {
      fields.add(type(nextElement()));
    }
    return fields;
  }

  private Type type(SchemaElement element) {
    try {
      Type type = element.isSetType() ? primitive(element) : group(element);
      return element.isSetField_id() ? type.withId(element.getField_id()) : type;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "Schema element '%s': %s".formatted(element.getName(), e.getMessage()), e);
    }
  }

  private static PrimitiveType primitive(SchemaElement element) {
    return Types.primitive(FormatEnums.primitiveType(element.getType()), repetition(element))
        .length(element.getType_length())
        .as(annotation(element))
        .named(element.getName());
  }

  private GroupType group(SchemaElement element) {
    return Types.buildGroup(repetition(element))
        .as(annotation(element))
        .addFields(children(element).toArray(Type[]::new))
        .named(element.getName());
  }

  private static LogicalTypeAnnotation annotation(SchemaElement element) {
    return LogicalTypeReader.annotation(element);
  }

  private static Repetition repetition(SchemaElement element) {
    if (!element.isSetRepetition_type()) {
      throw new IllegalArgumentException("It has no repetition");
    }
    return Repetition.valueOf(element.getRepetition_type().name());
  }
}
