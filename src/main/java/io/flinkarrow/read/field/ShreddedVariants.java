package io.flinkarrow.read.field;

import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.variant.ShreddedValue;
import io.flinkarrow.value.variant.TypedValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Makes the readers of variants that the file has shredded as the Parquet format says. */
final class ShreddedVariants {

  private static final String METADATA = "metadata";
  private static final String VALUE = "value";
  private static final String TYPED_VALUE = "typed_value";

  private final Leaves leaves;
  private final Function<FieldPlace, UnsupportedOperationException> refusal;
  private final RowMemory memory;

  /** Makes the reader of a leaf column, see {@link LeafReader}. */
  interface Leaves {
    FieldReader leaf(LeafConverter converter, int fixedBytes, FieldPlace place);
  }

  /**
   * @param refusal of a column that is not shredded so
   * @param memory of the row that variants become part of
   */
  ShreddedVariants(
      Leaves leaves,
      Function<FieldPlace, UnsupportedOperationException> refusal,
      RowMemory memory) {
    this.leaves = leaves;
    this.refusal = refusal;
    this.memory = memory;
  }

  static boolean isShredded(Type type) {
    return !type.isPrimitive()
        && type.asGroupType().containsField(METADATA)
        && type.asGroupType().containsField(TYPED_VALUE);
  }

  FieldReader variant(FieldPlace place) {
    Map<String, FieldPlace> parts = parts(place, Set.of(METADATA, VALUE, TYPED_VALUE));
    FieldReader metadata = binary(parts.get(METADATA));
    return new ShreddedVariantReader(
        parts.get(METADATA).isOptional()
            ? new RequiredFieldReader(metadata, parts.get(METADATA).name())
            : metadata,
        value(place, parts),
        place.definitionLevel(),
        memory);
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

  private ShreddedValueReader value(FieldPlace group, Map<String, FieldPlace> parts) {
    FieldReader value =
        parts.containsKey(VALUE) ? binary(parts.get(VALUE)) : new MissingFieldReader();
    FieldReader typed =
        parts.containsKey(TYPED_VALUE) ? typed(parts.get(TYPED_VALUE)) : new MissingFieldReader();
    Siblings present = Siblings.of(group.definitionLevel(), value, typed);
    if (present.fields().length == 0) {
      throw refusal.apply(group);
    }
    return new ShreddedValueReader(value, typed, present, memory);
  }

  private ShreddedValueReader nested(FieldPlace group) {
    return value(group, parts(group, Set.of(VALUE, TYPED_VALUE)));
  }

  private FieldReader binary(FieldPlace place) {
    if (place.isGroup()
        || place.type().asPrimitiveType().getPrimitiveTypeName() != PrimitiveTypeName.BINARY) {
      throw refusal.apply(place);
    }
    return leaves.leaf(LeafConverter.ofByteArrays(), 0, place);
  }

  private FieldReader typed(FieldPlace place) {
    if (!place.isGroup()) {
      return scalar(place);
    }
    if (NestedShapes.isList(place.type())) {
      return array(place);
    }
    if (place.type().getLogicalTypeAnnotation() != null) {
      throw refusal.apply(place);
    }
    List<FieldPlace> fields = place.children();
    List<String> names = fields.stream().map(field -> field.type().getName()).toList();
    if (Set.copyOf(names).size() != names.size()) {
      throw refusal.apply(place);
    }
    FieldReader[] readers = fields.stream().map(this::nested).toArray(FieldReader[]::new);
    return new ConvertedFieldReader(
        new RowFieldReader(readers, Siblings.of(place.definitionLevel(), readers), memory),
        row -> new TypedValue.Fields(names, values((GenericRowData) row)));
  }

  private static List<ShreddedValue> values(GenericRowData row) {
    ShreddedValue[] values = new ShreddedValue[row.getArity()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (ShreddedValue) row.getField(i);
    }
    return Arrays.asList(values);
  }

  private FieldReader array(FieldPlace place) {
    GroupType list = place.type().asGroupType();
    if (NestedShapes.repeatedIsElement(list)) {
      throw refusal.apply(place);
    }
    FieldPlace repeated = place.children().get(0);
    FieldReader elements =
        new ListFieldReader(nested(repeated.children().get(0)), repeated.repeated(), memory);
    return new ConvertedFieldReader(
        elements, array -> new TypedValue.Array(elements((GenericArrayData) array)));
  }

  private static List<ShreddedValue> elements(GenericArrayData array) {
    return Arrays.stream(array.toObjectArray()).map(ShreddedValue.class::cast).toList();
  }

  private FieldReader scalar(FieldPlace place) {
    PrimitiveType type = place.type().asPrimitiveType();
    Function<Object, byte[]> encoding =
        VariantScalarTypes.encoding(type).orElseThrow(() -> refusal.apply(place));
    FieldReader leaf =
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> leaves.leaf(LeafConverter.ofBooleans(), HeapSizes.FIXED, place);
          case INT32 -> leaves.leaf(LeafConverter.ofInts(n -> (long) n), HeapSizes.FIXED, place);
          case INT64 -> leaves.leaf(LeafConverter.ofLongs(n -> n), HeapSizes.FIXED, place);
          case FLOAT -> leaves.leaf(LeafConverter.ofFloats(n -> n), HeapSizes.FIXED, place);
          case DOUBLE -> leaves.leaf(LeafConverter.ofDoubles(), HeapSizes.FIXED, place);
          case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
              leaves.leaf(LeafConverter.ofByteArrays(), 0, place);
        };
    return new ConvertedFieldReader(leaf, value -> new TypedValue.Scalar(encoding.apply(value)));
  }
}
