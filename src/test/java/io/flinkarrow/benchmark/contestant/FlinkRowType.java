package io.flinkarrow.benchmark.contestant;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BinaryType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/** The Flink type of an Arrow schema, for the types that the data sets have. */
final class FlinkRowType {

  private FlinkRowType() {}

  static RowType of(List<Field> fields) {
    return row(fields, false);
  }

  private static RowType row(List<Field> fields, boolean nullable) {
    return RowType.of(
        nullable,
        fields.stream().map(FlinkRowType::typeOf).toArray(LogicalType[]::new),
        fields.stream().map(Field::getName).toArray(String[]::new));
  }

  private static LogicalType typeOf(Field field) {
    boolean nullable = field.isNullable();
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Int integer) {
      return switch (integer.getBitWidth()) {
        case 16 -> new SmallIntType(nullable);
        case 32 -> new IntType(nullable);
        default -> new BigIntType(nullable);
      };
    }
    if (type instanceof ArrowType.FloatingPoint number) {
      return number.getPrecision() == FloatingPointPrecision.SINGLE
          ? new FloatType(nullable)
          : new DoubleType(nullable);
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return new DecimalType(nullable, decimal.getPrecision(), decimal.getScale());
    }
    if (type instanceof ArrowType.FixedSizeBinary binary) {
      return new BinaryType(nullable, binary.getByteWidth());
    }
    if (type instanceof ArrowType.Utf8) {
      return new VarCharType(nullable, VarCharType.MAX_LENGTH);
    }
    if (type instanceof ArrowType.Bool) {
      return new BooleanType(nullable);
    }
    if (type instanceof ArrowType.Timestamp) {
      return new TimestampType(nullable, 6);
    }
    if (type instanceof ArrowType.Date) {
      return new DateType(nullable);
    }
    if (type instanceof ArrowType.Struct) {
      return row(field.getChildren(), nullable);
    }
    if (type instanceof ArrowType.List) {
      return new ArrayType(nullable, typeOf(field.getChildren().get(0)));
    }
    if (type instanceof ArrowType.Map) {
      List<Field> entry = field.getChildren().get(0).getChildren();
      return new MapType(nullable, typeOf(entry.get(0)), typeOf(entry.get(1)));
    }
    throw new IllegalArgumentException(
        "Column '%s' has type %s, which no data set had before. Add its Flink type here and its vector to FlinkColumns"
            .formatted(field.getName(), type));
  }
}
