package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.condition.ConditionColumn;
import io.flinkarrow.parquet.predicate.condition.ConditionColumns;
import io.flinkarrow.parquet.predicate.values.ValueDomain;
import io.flinkarrow.parquet.predicate.values.ValueDomains;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The columns of batches.
 *
 * @param fields in message format
 */
record BatchColumns(List<Field> fields) implements ConditionColumns<BatchColumn> {

  /** Decimals of so many digits fit 64 bits. */
  static final int LARGEST_64_BIT_PRECISION = 18;

  @Override
  public Optional<ConditionColumn<BatchColumn>> find(List<String> path) {
    List<Field> siblings = fields;
    List<Integer> indices = new ArrayList<>();
    Field found = null;
    for (String name : path) {
      if (found != null) {
        requireStruct(found, path);
      }
      int index = index(siblings, name, path);
      if (index < 0) {
        return Optional.empty();
      }
      indices.add(index);
      found = siblings.get(index);
      siblings = found.getChildren();
    }
    return Optional.of(column(found, new BatchColumn(List.copyOf(indices)), path));
  }

  private static void requireStruct(Field field, List<String> path) {
    if (StorageType.inBody(field).getTypeID() != ArrowTypeID.Struct) {
      throw refused(path, "'%s' is no struct but %s".formatted(field.getName(), field.getType()));
    }
  }

  private static int index(List<Field> siblings, String name, List<String> path) {
    int found = -1;
    for (int i = 0; i < siblings.size(); i++) {
      if (siblings.get(i).getName().equals(name)) {
        if (found >= 0) {
          throw refused(path, "several columns are called '%s'".formatted(name));
        }
        found = i;
      }
    }
    return found;
  }

  private static ConditionColumn<BatchColumn> column(
      Field field, BatchColumn column, List<String> path) {
    ArrowType type = valueType(field);
    if (type.getTypeID() == ArrowTypeID.Union) {
      throw refused(path, "it is a union");
    }
    return new ConditionColumn<>(column, domain(type), type.toString());
  }

  private static IllegalArgumentException refused(List<String> path, String why) {
    return new IllegalArgumentException(
        "Column '%s' can have no conditions: %s".formatted(ColumnPath.shortest(path), why));
  }

  /** Of the values, wherever they are stored. */
  private static ArrowType valueType(Field field) {
    ArrowType type = StorageType.of(field);
    return type.getTypeID() == ArrowTypeID.RunEndEncoded
        ? valueType(field.getChildren().get(1))
        : type;
  }

  private static Optional<ValueDomain<?>> domain(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal
        ? Optional.of(
            ValueDomains.decimals(
                decimal.getScale(), decimal.getPrecision() > LARGEST_64_BIT_PRECISION))
        : ValueDomains.of(type);
  }
}
