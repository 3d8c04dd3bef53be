package io.flinkarrow.row;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Which of Arrow's types without children can be read as which of Flink's, and how. What only some
 * values could be read as is not found, but for integers, whose values are checked one by one.
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
  static Optional<ColumnBinding> find(ArrowType type, LogicalType asked, String path) {
    LogicalTypeRoot root = asked.getTypeRoot();
    boolean text = root == LogicalTypeRoot.CHAR || root == LogicalTypeRoot.VARCHAR;
    boolean bytes = root == LogicalTypeRoot.BINARY || root == LogicalTypeRoot.VARBINARY;
    return switch (type.getTypeID()) {
      case Utf8 -> only(text, VariableBindings.text(path).ranges(ElementRanges::byOffsets));
      case LargeUtf8 ->
          only(text, VariableBindings.text(path).ranges(ElementRanges::byWideOffsets));
      case Utf8View -> only(text, VariableBindings.text(path).views());
      case Binary -> only(bytes, VariableBindings.binary(path).ranges(ElementRanges::byOffsets));
      case LargeBinary ->
          only(bytes, VariableBindings.binary(path).ranges(ElementRanges::byWideOffsets));
      case BinaryView -> only(bytes, VariableBindings.binary(path).views());
      case FixedSizeBinary ->
          only(bytes, fixedBytes(((ArrowType.FixedSizeBinary) type).getByteWidth(), path));
      case Bool, Int, FloatingPoint, Decimal, Date, Time, Timestamp, Duration, Interval ->
          number(type, asked, path)
              .map(
                  value ->
                      fixed(
                          value,
                          root == LogicalTypeRoot.DECIMAL ? HeapBytes.DECIMAL : HeapBytes.FIXED,
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
  private static Optional<FixedValue> number(ArrowType type, LogicalType asked, String path) {
    LogicalTypeRoot root = asked.getTypeRoot();
    if (type instanceof ArrowType.Bool) {
      return root == LogicalTypeRoot.BOOLEAN ? Optional.of(SlotReader::isSet) : Optional.empty();
    } else if (type instanceof ArrowType.Int integer) {
      return IntegerValues.find(integer, asked, path);
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return floating(floating, root);
    } else if (type instanceof ArrowType.Decimal decimal) {
      return asked instanceof DecimalType askedDecimal
          ? DecimalValues.find(decimal, askedDecimal, path)
          : Optional.empty();
    }
    return TimeValues.find(type, asked, path);
  }

  private static Optional<FixedValue> floating(
      ArrowType.FloatingPoint type, LogicalTypeRoot asked) {
    boolean single = asked == LogicalTypeRoot.FLOAT;
    if (!single && asked != LogicalTypeRoot.DOUBLE) {
      return Optional.empty();
    }
    return switch (type.getPrecision()) {
      case HALF ->
          Optional.of(
              single
                  ? (values, slot) -> half(values, slot)
                  : (values, slot) -> (double) half(values, slot));
      case SINGLE ->
          Optional.of(
              single
                  ? (values, slot) -> values.getFloat(slot * Float.BYTES)
                  : (values, slot) -> (double) values.getFloat(slot * Float.BYTES));
      case DOUBLE ->
          single
              ? Optional.empty()
              : Optional.of((values, slot) -> values.getDouble(slot * Double.BYTES));
    };
  }

  private static float half(ByteBuffer values, int slot) {
    return Float16.toFloat(values.getShort(slot * Short.BYTES));
  }

  private static ColumnBinding fixedBytes(int width, String path) {
    return fixed(
        (values, slot) -> VariableBindings.copy(values, slot * width, width),
        HeapBytes.binary(width),
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
            return value.at(values, slot);
          });
    };
  }
}
