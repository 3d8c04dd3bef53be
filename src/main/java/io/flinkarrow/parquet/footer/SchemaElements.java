package io.flinkarrow.parquet.footer;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.OriginalType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** A schema as the footer has it: all nodes, depth first. */
public final class SchemaElements {

  private SchemaElements() {}

  public static List<SchemaElement> of(MessageType schema) {
    List<SchemaElement> elements = new ArrayList<>();
    SchemaElement root = named(schema);
    elements.add(root);
    addChildren(schema, root, elements);
    return elements;
  }

  private static void addChildren(
      GroupType group, SchemaElement element, List<SchemaElement> elements) {
    element.setNum_children(group.getFieldCount());
    for (Type child : group.getFields()) {
      SchemaElement childElement = named(child);
      childElement.setRepetition_type(FormatEnums.repetition(child.getRepetition()));
      annotate(child.getLogicalTypeAnnotation(), childElement);
      elements.add(childElement);
      if (child.isPrimitive()) {
        describe(child.asPrimitiveType(), childElement);
      } else {
        addChildren(child.asGroupType(), childElement, elements);
      }
    }
  }

  private static SchemaElement named(Type type) {
    SchemaElement element = new SchemaElement(type.getName());
    if (type.getId() != null) {
      element.setField_id(type.getId().intValue());
    }
    return element;
  }

  private static void describe(PrimitiveType type, SchemaElement element) {
    element.setType(FormatEnums.type(type.getPrimitiveTypeName()));
    if (type.getTypeLength() > 0) {
      element.setType_length(type.getTypeLength());
    }
  }

  private static void annotate(LogicalTypeAnnotation annotation, SchemaElement element) {
    if (annotation == null) {
      return;
    }
    element.setLogicalType(LogicalTypeConverter.convert(annotation));
    element.setConverted_type(convertedType(annotation));
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      element.setPrecision(decimal.getPrecision());
      element.setScale(decimal.getScale());
    }
  }

  /** What readers older than logical types look at; {@code null} for what they never knew. */
  @SuppressWarnings("deprecation") // As in the format: deprecated, and written all the same.
  private static ConvertedType convertedType(LogicalTypeAnnotation annotation) {
    OriginalType originalType = annotation.toOriginalType();
    return originalType == null ? null : ConvertedType.valueOf(originalType.name());
  }
}
