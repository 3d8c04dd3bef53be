package io.flinkarrow.row.bind;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.value.DecimalConversion;
import io.flinkarrow.value.FloatingPointConversions;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.IntegerConversions;
import io.flinkarrow.value.UnfitValueException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Which of Arrow's types without children can be read as which of Flink's types, and how. A
 * conversion that fits only some values is offered for integers and intervals alone; their values
 * are checked one by one.
 */
final class LeafBindings {

  private LeafBindings() {}

  /** How a slot of fixed width becomes a value. */
  interface FixedValue {
    Object at(ByteBuffer values, int slot);
  }

  /**
   * @param path for messages
   */
  static Optional<ColumnBinding> find(ColumnLayout column, LogicalType asked, String path) {
    ArrowType type = column.type();
    LogicalTypeRoot root = asked.getTypeRoot();
    boolean string = root == LogicalTypeRoot.CHAR || root == LogicalTypeRoot.VARCHAR;
    boolean bytes = root == LogicalTypeRoot.BINARY || root == LogicalTypeRoot.VARBINARY;
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Utf8View -> only(string, VariableBindings.strings(path).in(column));
      case Binary, LargeBinary, BinaryView -> only(bytes, VariableBindings.binary(path).in(column));
      case FixedSizeBinary ->
          only(bytes, fixedBytes(((ArrowType.FixedSizeBinary) type).getByteWidth(), path));
      case Bool, Int, FloatingPoint, Decimal, Date, Time, Timestamp, Duration, Interval ->
          number(type, asked)
              .map(
                  value ->
                      fixed(
                          value,
                          root == LogicalTypeRoot.DECIMAL ? HeapSizes.DECIMAL : HeapSizes.FIXED,
                          path));
      case Null,
          Struct,
          List,
          LargeList,
          FixedSizeList,
          ListView,
          LargeListView,
          Map,
          Union,
          RunEndEncoded,
          NONE ->
          Optional.empty();
    };
  }

  private static Optional<ColumnBinding> only(boolean fits, ColumnBinding binding) {
    return fits ? Optional.of(binding) : Optional.empty();
  }

  /** How values without a length of their own are read. */
  private static Optional<FixedValue> number(ArrowType type, LogicalType asked) {
    if (type instanceof ArrowType.Bool) {
      return asked.getTypeRoot() == LogicalTypeRoot.BOOLEAN
          ? Optional.of(Bitmaps::isSet)
          : Optional.empty();
    } else if (type instanceof ArrowType.Int integer) {
      IntegerValues.Number number = IntegerValues.number(integer);
      return IntegerConversions.find(integer.getBitWidth(), integer.getIsSigned(), asked)
          .map(conversion -> (values, slot) -> conversion.apply(number.at(values, slot)));
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return floating(floating, asked);
    } else if (type instanceof ArrowType.Decimal decimal) {
      return DecimalConversion.find(decimal.getPrecision(), decimal.getScale(), asked)
          .map(conversion -> new DecimalValues(decimal.getBitWidth() / Byte.SIZE, conversion));
    }
    return TimeValues.find(type, asked);
  }

  private static Optional<FixedValue> floating(ArrowType.FloatingPoint type, LogicalType asked) {
    return switch (type.getPrecision()) {
      case HALF ->
          FloatingPointConversions.ofFloats(asked)
              .map(conversion -> (values, slot) -> conversion.apply(half(values, slot)));
      case SINGLE ->
          FloatingPointConversions.ofFloats(asked)
              .map(
                  conversion ->
                      (values, slot) -> conversion.apply(values.getFloat(slot * Float.BYTES)));
      case DOUBLE ->
          asked.getTypeRoot() == LogicalTypeRoot.DOUBLE
              ? Optional.of((values, slot) -> values.getDouble(slot * Double.BYTES))
              : Optional.empty();
    };
  }

  private static float half(ByteBuffer values, int slot) {
    return FloatingPointConversions.half(values.getShort(slot * Short.BYTES));
  }

  private static ColumnBinding fixedBytes(int width, String path) {
    return fixed(
        (values, slot) -> VariableBindings.copy(values, slot * width, width),
        HeapSizes.binary(width),
        path);
  }

  /**
   * @param bytes what each value takes
   */
  private static ColumnBinding fixed(FixedValue value, long bytes, String path) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer values = cursor.nextBuffer();
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity,
          slot -> {
            budget.charge(bytes, path);
            try {
              return value.at(values, slot);
            } catch (UnfitValueException e) {
              throw new RefusedValueException(path, e.getMessage(), e);
            }
          });
    };
  }
}
