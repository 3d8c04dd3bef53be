package io.flinkarrow.parquet.footer;

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

  private static final int LONGEST_NAME = 100;

  private final List<SchemaElement> elements;
  private final int maximumDepth;
  private int next;
  private int depth;

  private FileSchema(List<SchemaElement> elements, int maximumDepth) {
    this.elements = elements;
    this.maximumDepth = maximumDepth;
  }

  /**
   * Reads a footer's schema, whoever wrote it.
   *
   * @param maximumDepth levels of groups
   * @throws IllegalArgumentException if the elements are no schema, with the element that is wrong
   */
  public static MessageType read(List<SchemaElement> elements, int maximumDepth) {
    FileSchema schema = new FileSchema(elements, maximumDepth);
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
    if (++depth > maximumDepth) {
      throw new IllegalArgumentException(
          "The schema has groups in more than %d levels. If the file is a good one, raise maximumDepth"
              .formatted(maximumDepth));
    }
    List<Type> fields = new ArrayList<>();
    for (int i = 0; i < group.getNum_children(); i++) {
      fields.add(type(nextElement()));
    }
    depth--;
    return fields;
  }

  private Type type(SchemaElement element) {
    List<Type> children = element.isSetType() ? List.of() : children(element);
    try {
      Type type = element.isSetType() ? primitive(element) : group(element, children);
      return element.isSetField_id() ? type.withId(element.getField_id()) : type;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "Schema element '%s': %s".formatted(printable(element.getName()), e.getMessage()), e);
    }
  }

  /** Names may come from anybody and be of any length. */
  private static String printable(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
  }

  private static PrimitiveType primitive(SchemaElement element) {
    return Types.primitive(FormatEnums.primitiveType(element.getType()), repetition(element))
        .length(element.getType_length())
        .as(annotation(element))
        .named(element.getName());
  }

  private static GroupType group(SchemaElement element, List<Type> children) {
    return Types.buildGroup(repetition(element))
        .as(annotation(element))
        .addFields(children.toArray(Type[]::new))
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
