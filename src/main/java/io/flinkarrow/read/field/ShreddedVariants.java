package io.flinkarrow.read.field;

import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.row.bind.RowViews;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Looks at variants that a file has shredded, whether they are as the Parquet format says.
 *
 * @param refusal of a column that is not shredded so
 */
record ShreddedVariants(Function<FieldPlace, UnsupportedOperationException> refusal) {

  private static final String METADATA = "metadata";
  private static final String VALUE = "value";
  private static final String TYPED_VALUE = "typed_value";

  static boolean isShredded(Type type) {
    return !type.isPrimitive()
        && type.asGroupType().containsField(METADATA)
        && type.asGroupType().containsField(TYPED_VALUE);
  }

  void check(FieldPlace place) {
    Map<String, FieldPlace> parts = parts(place, Set.of(METADATA, VALUE, TYPED_VALUE));
    binary(parts.get(METADATA));
    value(place, parts);
  }

  private Map<String, FieldPlace> parts(FieldPlace group, Set<String> names) {
    if (!group.isGroup() || group.isRepeated()) {
      throw refusal.apply(group);
    }
    Map<String, FieldPlace> parts = new TreeMap<>();
    for (FieldPlace part : group.children()) {
      String name = part.type().getName();
      if (!names.contains(name) || part.isRepeated() || parts.put(name, part) != null) {
        throw refusal.apply(group);
      }
    }
    return parts;
  }

  private void value(FieldPlace group, Map<String, FieldPlace> parts) {
    if (!parts.containsKey(VALUE) && !parts.containsKey(TYPED_VALUE)) {
      throw refusal.apply(group);
    }
    if (parts.containsKey(VALUE)) {
      binary(parts.get(VALUE));
    }
    if (parts.containsKey(TYPED_VALUE)) {
      typed(parts.get(TYPED_VALUE));
    }
  }

  private void nested(FieldPlace group) {
    value(group, parts(group, Set.of(VALUE, TYPED_VALUE)));
  }

  private void binary(FieldPlace place) {
    if (place.isGroup()
        || place.type().asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
      throw refusal.apply(place);
    }
  }

  private void typed(FieldPlace place) {
    if (!place.isGroup()) {
      scalar(place);
    } else if (NestedShapes.isList(place.type())) {
      array(place);
    } else {
      object(place);
    }
  }

  private void object(FieldPlace place) {
    List<FieldPlace> fields = place.children();
    Set<String> names = new HashSet<>();
    if (place.type().getLogicalTypeAnnotation() != null
        || !fields.stream().allMatch(field -> names.add(field.type().getName()))) {
      throw refusal.apply(place);
    }
    fields.forEach(this::nested);
  }

  private void array(FieldPlace place) {
    if (NestedShapes.repeatedIsElement(place.type().asGroupType())) {
      throw refusal.apply(place);
    }
    nested(place.children().get(0).children().get(0));
  }

  private void scalar(FieldPlace place) {
    PrimitiveType type = place.type().asPrimitiveType();
    if (!VariantAnnotation.isKnown(type) || !RowViews.isVariantScalar(LeafTypes.inBatch(type))) {
      throw refusal.apply(place);
    }
  }
}
