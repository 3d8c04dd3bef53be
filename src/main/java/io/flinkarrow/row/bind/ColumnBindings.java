package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.value.KeyOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Finds for each field of a row the column that it is read from: by name, also within rows, and of
 * a type that fits. A nullable field needs no column. Collects what does not fit, one line per
 * field. For one schema.
 */
public final class ColumnBindings {

  private static final LogicalType BYTES = new VarBinaryType(false, VarBinaryType.MAX_LENGTH);

  /** Stands where something does not fit; never bound. */
  private static final ColumnBinding NONE = cursor -> slot -> null;

  private static final int MAXIMUM_PROBLEMS = 20;
  private static final int MAXIMUM_NAMES = 20;
  private static final int MAXIMUM_CHARACTERS = 64;

  private final List<String> problems = new ArrayList<>();

  /** What does not fit, as sentences without an end: the first twenty. */
  public List<String> problems() {
    return problems;
  }

  /**
   * The fields of a row.
   *
   * @param asked a row or structured type
   * @param parent path of the struct, with a dot behind it; empty for a schema
   */
  public RowBinding row(List<Field> columns, LogicalType asked, String parent) {
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(asked);
    Map<String, Integer> targets = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      targets.put(names.get(i), i);
    }
    List<RowBinding.Column> found = new ArrayList<>();
    for (Field column : columns) {
      Integer target = targets.remove(column.getName());
      ColumnBinding binding =
          target == null ? null : field(column, types.get(target), parent + column.getName());
      found.add(
          new RowBinding.Column(
              target == null ? -1 : target, binding, ColumnLayout.of(column).shape()));
    }
    targets.values().stream()
        .filter(missing -> !types.get(missing).isNullable())
        .sorted()
        .forEach(
            missing ->
                problem(
                    "column '%s': expected %s, it is missing; beside it are %s; declare it nullable to read nulls"
                        .formatted(
                            parent + names.get(missing),
                            types.get(missing).asSummaryString(),
                            printable(columns))));
    return new RowBinding(names.size(), found);
  }

  private ColumnBinding struct(Field field, LogicalType asked, String path) {
    List<String> names = LogicalTypeChecks.getFieldNames(asked);
    boolean foreign =
        !names.isEmpty()
            && field.getChildren().stream().map(Field::getName).noneMatch(names::contains);
    if (foreign) {
      problem(
          "column '%s': expected %s, it has none of these fields but %s"
              .formatted(path, asked.copy(true).asSummaryString(), printable(field.getChildren())));
      return NONE;
    }
    return StructBindings.row(row(field.getChildren(), asked, path + "."), path);
  }

  private static String printable(List<Field> columns) {
    return columns.stream().limit(MAXIMUM_NAMES).map(ColumnBindings::printable).toList()
        + (columns.size() > MAXIMUM_NAMES ? " and others" : "");
  }

  /** Names are untrusted: there may be any number of them, of any length. */
  private static String printable(Field column) {
    String name = column.getName();
    String cut =
        name.length() > MAXIMUM_CHARACTERS ? name.substring(0, MAXIMUM_CHARACTERS) + "..." : name;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private void problem(String sentence) {
    if (problems.size() < MAXIMUM_PROBLEMS) {
      problems.add(sentence);
    }
  }

  /** A column whose nulls are refused if a value is asked for. */
  private ColumnBinding field(Field field, LogicalType asked, String path) {
    ColumnBinding binding = column(field, asked, path);
    if (asked.isNullable()) {
      return binding;
    }
    return cursor -> {
      SlotReader reader = binding.bind(cursor);
      return slot -> {
        Object value = reader.read(slot);
        if (value == null) {
          throw new RefusedValueException(
              path, "the value is null, but the column is declared NOT NULL; declare it nullable");
        }
        return value;
      };
    };
  }

  /** A column whose nulls are nulls, whatever is asked for. */
  ColumnBinding column(Field field, LogicalType asked, String path) {
    if (asked instanceof DistinctType distinct) {
      return column(field, distinct.getSourceType(), path);
    }
    if (field.getDictionary() != null) {
      long id = field.getDictionary().getId();
      return encoded(values(field), asked, path)
          .dictionary(field.getDictionary().getIndexType(), id);
    }
    ArrowType type = StorageType.of(field);
    ArrowTypeID id = type.getTypeID();
    if (id == ArrowTypeID.Null) {
      return DictionaryAndRunEndBindings.nulls();
    } else if (id == ArrowTypeID.RunEndEncoded) {
      Field ends = field.getChildren().get(0);
      return encoded(field.getChildren().get(1), asked, path)
          .runs((ArrowType.Int) StorageType.of(ends));
    } else if (ListBindings.isList(id) && asked instanceof ArrayType array) {
      return ListBindings.list(
          ColumnLayout.of(field), child(field, 0, array.getElementType(), path), path);
    } else if (id == ArrowTypeID.Map && asked instanceof MapType map) {
      return map(field, map.getKeyType(), map.getValueType(), path);
    } else if (id == ArrowTypeID.Map && asked instanceof MultisetType multiset) {
      return map(field, multiset.getElementType(), new IntType(false), path);
    } else if (id == ArrowTypeID.Struct) {
      return switch (asked.getTypeRoot()) {
        case VARIANT -> variant(field, asked, path);
        case ROW, STRUCTURED_TYPE -> struct(field, asked, path);
        default -> mismatch(field, asked, path);
      };
    }
    return LeafBindings.find(ColumnLayout.of(field), asked, path)
        .orElseGet(() -> mismatch(field, asked, path));
  }

  private DictionaryAndRunEndBindings encoded(Field values, LogicalType asked, String path) {
    return new DictionaryAndRunEndBindings(column(values, asked, path), asked, path);
  }

  private static Field values(Field encoded) {
    return new Field(
        encoded.getName(), FieldType.nullable(encoded.getType()), encoded.getChildren());
  }

  private ColumnBinding child(Field field, int index, LogicalType asked, String path) {
    Field child = field.getChildren().get(index);
    return field(child, asked, path + "." + child.getName());
  }

  private ColumnBinding map(Field field, LogicalType key, LogicalType value, String path) {
    Field entries = field.getChildren().get(0);
    String entriesPath = path + "." + entries.getName();
    return ListBindings.map(
        child(entries, 0, key, entriesPath),
        KeyOrder.of(key),
        child(entries, 1, value, entriesPath),
        path);
  }

  private ColumnBinding variant(Field field, LogicalType asked, String path) {
    if (ShreddedVariantBindings.isShredded(field)) {
      return new ShreddedVariantBindings(partsOf(asked)).variant(field, path);
    }
    List<Field> parts = field.getChildren();
    boolean named =
        parts.size() == 2
            && parts.stream()
                .map(Field::getName)
                .sorted()
                .toList()
                .equals(List.of("metadata", "value"));
    if (!named) {
      return mismatch(field, asked, path);
    }
    boolean metadataFirst = parts.get(0).getName().equals("metadata");
    return StructBindings.variant(
        child(field, 0, BYTES, path), child(field, 1, BYTES, path), metadataFirst, path);
  }

  private ShreddedVariantBindings.Columns partsOf(LogicalType variant) {
    return new ShreddedVariantBindings.Columns() {
      @Override
      public ColumnBinding column(Field field, LogicalType asked, String path) {
        return field(field, asked, path);
      }

      @Override
      public ColumnBinding mismatch(Field field, String path) {
        return ColumnBindings.this.mismatch(field, variant, path);
      }
    };
  }

  private ColumnBinding mismatch(Field field, LogicalType asked, String path) {
    problem(
        "column '%s': expected a type that can be read as %s, came %s"
            .formatted(path, asked.copy(true).asSummaryString(), StorageType.of(field)));
    return NONE;
  }
}
