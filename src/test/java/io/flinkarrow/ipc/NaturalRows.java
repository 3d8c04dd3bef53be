package io.flinkarrow.ipc;

import io.flinkarrow.ipc.check.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DayTimeIntervalType;
import org.apache.flink.table.types.logical.DayTimeIntervalType.DayTimeResolution;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.YearMonthIntervalType;
import org.apache.flink.table.types.logical.YearMonthIntervalType.YearMonthResolution;

/**
 * The type that rows of a schema have, as docs/reference/payloads.md says; without what has none.
 */
final class NaturalRows {

  private NaturalRows() {}

  static RowType of(List<Field> fields) {
    List<RowType.RowField> columns = new ArrayList<>();
    for (Field field : fields) {
      // Flink has no fields without a name.
      if (!field.getName().isBlank()) {
        type(field).ifPresent(type -> columns.add(new RowType.RowField(field.getName(), type)));
      }
    }
    return new RowType(columns);
  }

  private static Optional<LogicalType> type(Field field) {
    ArrowType type = field.getType();
    return switch (type.getTypeID()) {
      case Null, Int ->
          Optional.of(
              type instanceof ArrowType.Int integer
                      && integer.getBitWidth() == Long.SIZE
                      && !integer.getIsSigned()
                  ? new DecimalType(20, 0)
                  : new BigIntType());
      case Bool -> Optional.of(new BooleanType());
      case FloatingPoint ->
          Optional.of(
              ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
                  ? new DoubleType()
                  : new FloatType());
      case Decimal -> decimal((ArrowType.Decimal) type);
      case Date -> Optional.of(new DateType());
      case Time -> Optional.of(new TimeType(3));
      case Timestamp ->
          Optional.of(
              Objects.requireNonNullElse(((ArrowType.Timestamp) type).getTimezone(), "").isEmpty()
                  ? new TimestampType(0)
                  : new LocalZonedTimestampType(9));
      case Duration -> Optional.of(new DayTimeIntervalType(DayTimeResolution.DAY_TO_SECOND));
      case Interval ->
          switch (((ArrowType.Interval) type).getUnit()) {
            case YEAR_MONTH ->
                Optional.of(new YearMonthIntervalType(YearMonthResolution.YEAR_TO_MONTH));
            case DAY_TIME -> Optional.of(new DayTimeIntervalType(DayTimeResolution.DAY_TO_SECOND));
            case MONTH_DAY_NANO -> Optional.empty();
          };
      case Utf8, LargeUtf8, Utf8View -> Optional.of(new VarCharType(VarCharType.MAX_LENGTH));
      case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
          Optional.of(new VarBinaryType(VarBinaryType.MAX_LENGTH));
      case List, LargeList, ListView, LargeListView, FixedSizeList ->
          type(field.getChildren().get(0)).map(ArrayType::new);
      case Map -> {
        List<Field> entry = field.getChildren().get(0).getChildren();
        Optional<LogicalType> value = type(entry.get(1));
        yield type(entry.get(0)).flatMap(key -> value.map(found -> new MapType(key, found)));
      }
      case Struct -> Optional.of(of(field.getChildren()));
      case RunEndEncoded -> type(field.getChildren().get(1));
      case Union, NONE -> Optional.empty();
    };
  }

  /** Flink has 38 digits at most, and scales within them. */
  private static Optional<LogicalType> decimal(ArrowType.Decimal type) {
    boolean fits =
        type.getPrecision() <= DecimalType.MAX_PRECISION
            && type.getScale() >= 0
            && type.getScale() <= type.getPrecision();
    return fits
        ? Optional.of(new DecimalType(type.getPrecision(), type.getScale()))
        : Optional.empty();
  }
}
