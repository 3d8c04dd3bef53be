package io.flinkarrow.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/** The Flink type that holds all values of an Arrow type, where there is one. */
final class ArrowAsRowType {

  private ArrowAsRowType() {}

  /** Of the columns that Flink has types for. */
  static RowType of(Schema schema) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      typeOf(field).ifPresent(type -> fields.add(new RowType.RowField(field.getName(), type)));
    }
    return new RowType(false, fields);
  }

  static Optional<LogicalType> typeOf(Field field) {
    Optional<LogicalType> type =
        field.getDictionary() != null
            ? Optional.empty()
            : switch (field.getType().getTypeID()) {
              case Struct -> struct(field);
              case List, LargeList, FixedSizeList ->
                  typeOf(field.getChildren().get(0)).map(ArrayType::new);
              case Map -> map(field.getChildren().get(0));
              default -> scalar(field.getType());
            };
    return type.map(found -> found.copy(field.isNullable()));
  }

  private static Optional<LogicalType> struct(Field field) {
    List<RowType.RowField> fields = new ArrayList<>();
    for (Field child : field.getChildren()) {
      Optional<LogicalType> type = typeOf(child);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      fields.add(new RowType.RowField(child.getName(), type.get()));
    }
    return Optional.of(new RowType(fields));
  }

  /** Flink's maps hold a key once; so only keys that hardly repeat and compare by value. */
  private static Optional<LogicalType> map(Field entries) {
    return typeOf(entries.getChildren().get(0))
        .flatMap(key -> typeOf(entries.getChildren().get(1)).map(value -> new MapType(key, value)));
  }

  private static Optional<LogicalType> scalar(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer(integer);
    }
    if (type instanceof ArrowType.FloatingPoint number) {
      return number.getPrecision() == FloatingPointPrecision.HALF
          ? Optional.empty()
          : Optional.of(
              number.getPrecision() == FloatingPointPrecision.SINGLE
                  ? new FloatType()
                  : new DoubleType());
    }
    if (type instanceof ArrowType.Decimal decimal) {
      return decimal.getPrecision() > DecimalType.MAX_PRECISION
          ? Optional.empty()
          : Optional.of(new DecimalType(decimal.getPrecision(), decimal.getScale()));
    }
    if (type instanceof ArrowType.Time time) {
      return time.getBitWidth() == Integer.SIZE ? Optional.of(new TimeType(3)) : Optional.empty();
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      int precision = precision(timestamp.getUnit());
      return Optional.of(
          timestamp.getTimezone() == null
              ? new TimestampType(precision)
              : new LocalZonedTimestampType(precision));
    }
    return switch (type.getTypeID()) {
      case Bool -> Optional.of(new BooleanType());
      case Utf8, LargeUtf8 -> Optional.of(new VarCharType(VarCharType.MAX_LENGTH));
      case Binary, LargeBinary, FixedSizeBinary ->
          Optional.of(new VarBinaryType(VarBinaryType.MAX_LENGTH));
      case Date -> Optional.of(new DateType());
      default -> Optional.empty();
    };
  }

  private static Optional<LogicalType> integer(ArrowType.Int type) {
    int bits = type.getBitWidth() * (type.getIsSigned() ? 1 : 2);
    return switch (bits) {
      case 8 -> Optional.of(new TinyIntType());
      case 16 -> Optional.of(new SmallIntType());
      case 32 -> Optional.of(new IntType());
      case 64 -> Optional.of(new BigIntType());
      default -> Optional.of(new DecimalType(20, 0));
    };
  }

  private static int precision(TimeUnit unit) {
    return switch (unit) {
      case SECOND, MILLISECOND -> 3;
      case MICROSECOND -> 6;
      case NANOSECOND -> 9;
    };
  }
}
