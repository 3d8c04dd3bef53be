package io.flinkarrow.read;

import java.util.List;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Rows of any class as rows of objects, which can be compared; maps are as they are. */
final class CopiedRows {

  private CopiedRows() {}

  static GenericRowData row(RowData row, LogicalType type) {
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(type);
    GenericRowData copy = new GenericRowData(row.getRowKind(), row.getArity());
    for (int i = 0; i < copy.getArity(); i++) {
      LogicalType field = types.get(i);
      copy.setField(i, value(RowData.createFieldGetter(field, i).getFieldOrNull(row), field));
    }
    return copy;
  }

  static Object value(Object value, LogicalType type) {
    if (value == null) {
      return null;
    }
    return switch (type.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> row((RowData) value, type);
      case ARRAY ->
          new GenericArrayData(elements((ArrayData) value, ((ArrayType) type).getElementType()));
      case DISTINCT_TYPE -> value(value, ((DistinctType) type).getSourceType());
      default -> value;
    };
  }

  private static Object[] elements(ArrayData array, LogicalType type) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
    Object[] copy = new Object[array.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = value(getter.getElementOrNull(array, i), type);
    }
    return copy;
  }
}
