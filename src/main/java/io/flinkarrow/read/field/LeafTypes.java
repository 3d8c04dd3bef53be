package io.flinkarrow.read.field;

import io.flinkarrow.parquet.schema.StoredType;
import io.flinkarrow.row.bind.RowViews;
import io.flinkarrow.value.DecimalConversion;
import io.flinkarrow.value.IntervalConversion;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Which leaf columns of a file can be read as which of Flink's scalar types: what a batch with the
 * same values can be read as, and what only files have.
 */
public final class LeafTypes {

  private LeafTypes() {}

  /** Whether a column can be read so, as far as its values let it. */
  public static boolean isReadAs(PrimitiveType column, LogicalType asked) {
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    LogicalTypeRoot root = asked.getTypeRoot();
    if (annotation instanceof IntervalLogicalTypeAnnotation) {
      return IntervalConversion.find(asked).isPresent();
    } else if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return DecimalConversion.find(decimal.getPrecision(), decimal.getScale(), asked).isPresent();
    } else if (column.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return root == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE
          || root == LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }
    boolean mayBeString =
        annotation == null && column.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    boolean string = root == LogicalTypeRoot.CHAR || root == LogicalTypeRoot.VARCHAR;
    return (mayBeString && string) || RowViews.isReadAs(inBatch(column), asked);
  }

  /** The field that a batch has for the column. */
  static Field inBatch(PrimitiveType column) {
    StoredType stored = StoredType.of(column, null);
    return new Field(
        column.getName(), new FieldType(true, stored.type(), null, stored.metadata()), List.of());
  }
}
