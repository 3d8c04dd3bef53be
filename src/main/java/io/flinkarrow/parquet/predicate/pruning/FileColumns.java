package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.predicate.condition.ConditionColumn;
import io.flinkarrow.parquet.predicate.condition.ConditionColumns;
import io.flinkarrow.parquet.predicate.values.ValueDomain;
import io.flinkarrow.parquet.predicate.values.ValueDomains;
import io.flinkarrow.parquet.schema.NestedShapes;
import io.flinkarrow.parquet.schema.StoredType;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** The columns of a file. */
public final class FileColumns implements ConditionColumns<FileColumn> {

  private final MessageType schema;
  private final List<ColumnDescriptor> leaves;

  public FileColumns(MessageType schema) {
    this.schema = schema;
    this.leaves = SchemaColumns.of(schema);
  }

  @Override
  public Optional<ConditionColumn<FileColumn>> find(List<String> path) {
    Type type = schema;
    int leaf = 0;
    for (String name : path) {
      GroupType group = fields(type, path);
      int index = index(group, name, path);
      if (index < 0) {
        return Optional.empty();
      }
      leaf += group.getFields().subList(0, index).stream().mapToInt(FileFooter::leafColumns).sum();
      type = group.getType(index);
    }
    return Optional.of(column(type, leaf));
  }

  private GroupType fields(Type type, List<String> path) {
    if (type.isPrimitive()) {
      throw refused(path, "'%s' has no fields".formatted(type.getName()));
    }
    if (type != schema && isListOrMap(type)) {
      throw refused(path, "'%s' is a list or map".formatted(type.getName()));
    }
    return type.asGroupType();
  }

  private static int index(GroupType group, String name, List<String> path) {
    int found = -1;
    for (int i = 0; i < group.getFieldCount(); i++) {
      if (group.getFieldName(i).equals(name)) {
        if (found >= 0) {
          throw refused(path, "several columns are called '%s'".formatted(name));
        }
        found = i;
      }
    }
    return found;
  }

  private static IllegalArgumentException refused(List<String> path, String why) {
    return new IllegalArgumentException(
        "Column '%s' can have no conditions: %s".formatted(ColumnPath.shortest(path), why));
  }

  private static boolean isListOrMap(Type type) {
    return type.isRepetition(Repetition.REPEATED)
        || NestedShapes.isList(type)
        || NestedShapes.isMap(type)
        || NestedShapes.isSet(type);
  }

  private ConditionColumn<FileColumn> column(Type type, int leaf) {
    String name = type.toString().replaceAll("\\s+", " ");
    if (!type.isPrimitive() || isListOrMap(type)) {
      return new ConditionColumn<>(FileColumn.ofGroup(), Optional.empty(), name);
    }
    PrimitiveType primitive = type.asPrimitiveType();
    return new ConditionColumn<>(
        new FileColumn(leaf, leaves.get(leaf), keys(primitive)), domain(primitive), name);
  }

  /** Only if the keys are those that the domain has. */
  private static Optional<PlainKeys> keys(PrimitiveType type) {
    return isOddDecimal(type) ? Optional.empty() : PlainKeys.of(type);
  }

  private static Optional<ValueDomain<?>> domain(PrimitiveType type) {
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return Optional.of(ValueDomains.undeterminedTimestamps());
    }
    ArrowType stored = StoredType.of(type, TimeUnit.NANOSECOND).type();
    if (!(stored instanceof ArrowType.Decimal decimal)) {
      return ValueDomains.of(stored);
    }
    boolean isNumber =
        type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
            || type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    return Optional.of(ValueDomains.decimals(decimal.getScale(), !isNumber));
  }

  /** Whether it has more digits than Arrow's decimals, so that it is read as bytes. */
  private static boolean isOddDecimal(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation
        && !(StoredType.of(type, TimeUnit.NANOSECOND).type() instanceof ArrowType.Decimal);
  }
}
