package io.flinkarrow.row.bind;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.variant.ShreddedValue;
import io.flinkarrow.value.variant.TypedValue;
import io.flinkarrow.value.variant.VariantNames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarBinaryType;

/** Structs of metadata, value and typed value as whole variants. */
final class ShreddedVariantBindings {

  private static final LogicalType BYTES = new VarBinaryType(VarBinaryType.MAX_LENGTH);
  private static final LogicalType REQUIRED_BYTES = BYTES.copy(false);

  /** The parts by their place in what {@link #parts} finds. */
  private static final List<String> NAMES = List.of("value", "typed_value", "metadata");

  private static final int VALUE = 0;
  private static final int TYPED_VALUE = 1;
  private static final int METADATA = 2;

  private static final ShreddedValue MISSING = new ShreddedValue(null, null);

  private final Columns columns;

  /** Finds how the columns without parts are read. */
  interface Columns {

    ColumnBinding column(Field field, LogicalType asked, String path);

    /** Takes down that the column cannot be part of a variant. */
    ColumnBinding mismatch(Field field, String path);
  }

  ShreddedVariantBindings(Columns columns) {
    this.columns = columns;
  }

  static boolean isShredded(Field field) {
    List<String> names = field.getChildren().stream().map(Field::getName).toList();
    return names.contains(NAMES.get(METADATA)) && names.contains(NAMES.get(TYPED_VALUE));
  }

  ColumnBinding variant(Field field, String path) {
    List<ColumnBinding> parts = parts(field, path, NAMES);
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader[] readers = bind(field, parts, cursor);
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity,
          slot -> {
            byte[] metadata = (byte[]) readers[METADATA].read(slot);
            ShreddedValue value = value(readers, slot, budget, path);
            budget.charge(VariantNames.heapBytes(metadata), path);
            byte[] whole = whole(value, metadata, path);
            budget.charge(HeapSizes.VARIANT + HeapSizes.binary(whole.length), path);
            return StructBindings.variant(whole, metadata, path);
          });
    };
  }

  private static byte[] whole(ShreddedValue value, byte[] metadata, String path) {
    try {
      return value.whole(VariantNames.of(metadata));
    } catch (IllegalArgumentException e) {
      throw StructBindings.invalidVariant(path, e);
    }
  }

  /** The children in their order. */
  private List<ColumnBinding> parts(Field field, String path, List<String> names) {
    return field.getChildren().stream()
        .map(
            part -> {
              String partPath = path + "." + part.getName();
              return switch (names.indexOf(part.getName())) {
                case VALUE -> columns.column(part, BYTES, partPath);
                case TYPED_VALUE -> typed(part, partPath);
                case METADATA -> columns.column(part, REQUIRED_BYTES, partPath);
                default -> columns.mismatch(part, partPath);
              };
            })
        .toList();
  }

  private static SlotReader[] bind(Field field, List<ColumnBinding> parts, BatchCursor cursor) {
    SlotReader[] readers = new SlotReader[NAMES.size()];
    Arrays.fill(readers, (SlotReader) slot -> null);
    for (int i = 0; i < parts.size(); i++) {
      int part = NAMES.indexOf(field.getChildren().get(i).getName());
      readers[part] = parts.get(i).bind(cursor);
    }
    return readers;
  }

  private static ShreddedValue value(
      SlotReader[] readers, int slot, RowBudget budget, String path) {
    budget.charge(HeapSizes.row(NAMES.size()), path);
    byte[] value = (byte[]) readers[VALUE].read(slot);
    return new ShreddedValue(value, (TypedValue) readers[TYPED_VALUE].read(slot));
  }

  /** An element, or a field of an object; never null. */
  private ColumnBinding nested(Field field, String path) {
    if (!isPlain(field, ArrowTypeID.Struct)) {
      return columns.mismatch(field, path);
    }
    List<ColumnBinding> parts = parts(field, path, NAMES.subList(VALUE, METADATA));
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader[] readers = bind(field, parts, cursor);
      RowBudget budget = cursor.budget();
      return slot ->
          validity.limit() > 0 && !Bitmaps.isSet(validity, slot)
              ? MISSING
              : value(readers, slot, budget, path);
    };
  }

  private static boolean isPlain(Field field, ArrowTypeID type) {
    return field.getDictionary() == null && StorageType.of(field).getTypeID() == type;
  }

  private ColumnBinding typed(Field field, String path) {
    if (isPlain(field, ArrowTypeID.Struct)) {
      return fields(field, path);
    }
    boolean list = ListBindings.isList(StorageType.of(field).getTypeID());
    if (list && field.getDictionary() == null) {
      Field element = field.getChildren().get(0);
      ColumnBinding elements = nested(element, path + "." + element.getName());
      return converted(
          ListBindings.list(ColumnLayout.of(field), elements, path),
          array ->
              new TypedValue.Array(
                  Arrays.stream(((GenericArrayData) array).toObjectArray())
                      .map(ShreddedValue.class::cast)
                      .toList()));
    }
    Optional<VariantScalarType> scalar = VariantScalarType.of(field);
    return scalar.isEmpty()
        ? columns.mismatch(field, path)
        : converted(
            columns.column(scalar.get().column(), scalar.get().asked(), path),
            value -> new TypedValue.Scalar(scalar.get().encoding().apply(value)));
  }

  private ColumnBinding fields(Field field, String path) {
    List<String> names = field.getChildren().stream().map(Field::getName).toList();
    List<ColumnBinding> bindings =
        field.getChildren().stream()
            .map(child -> nested(child, path + "." + child.getName()))
            .toList();
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      List<SlotReader> readers = bindings.stream().map(binding -> binding.bind(cursor)).toList();
      return SlotReader.withNulls(
          validity,
          slot ->
              new TypedValue.Fields(
                  names,
                  readers.stream().map(reader -> (ShreddedValue) reader.read(slot)).toList()));
    };
  }

  private static ColumnBinding converted(
      ColumnBinding binding, Function<Object, Object> conversion) {
    return cursor -> {
      SlotReader reader = binding.bind(cursor);
      return slot -> {
        Object value = reader.read(slot);
        return value == null ? null : conversion.apply(value);
      };
    };
  }
}
