package io.flinkarrow.row;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Which of Arrow's types without children can be read as which of Flink's, and how. What only some
 * values could be read as is not found, but for integers, whose values are checked one by one.
 */
final class LeafBindings {

  private static final int VIEW_BYTES = 16;
  private static final int MOST_INLINE = 12;
  private static final int VIEW_BUFFER = 8;
  private static final int VIEW_OFFSET = 12;

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
      case Utf8 -> only(text, variable(ElementRanges::byOffsets, StringData::fromBytes));
      case LargeUtf8 -> only(text, variable(ElementRanges::byWideOffsets, StringData::fromBytes));
      case Utf8View -> only(text, views(StringData::fromBytes));
      case Binary -> only(bytes, variable(ElementRanges::byOffsets, Function.identity()));
      case LargeBinary -> only(bytes, variable(ElementRanges::byWideOffsets, Function.identity()));
      case BinaryView -> only(bytes, views(Function.identity()));
      case FixedSizeBinary ->
          only(bytes, fixedBytes(((ArrowType.FixedSizeBinary) type).getByteWidth()));
      case Bool -> only(root == LogicalTypeRoot.BOOLEAN, fixed(SlotReader::isSet));
      case Int -> IntegerValues.find((ArrowType.Int) type, asked, path).map(LeafBindings::fixed);
      case FloatingPoint -> floating((ArrowType.FloatingPoint) type, root).map(LeafBindings::fixed);
      case Decimal ->
          asked instanceof DecimalType decimal
              ? DecimalValues.find((ArrowType.Decimal) type, decimal, path).map(LeafBindings::fixed)
              : Optional.empty();
      case Date, Time, Timestamp, Duration, Interval ->
          TimeValues.find(type, asked, path).map(LeafBindings::fixed);
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

  private static ColumnBinding fixed(FixedValue value) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer values = cursor.nextBuffer();
      return SlotReader.withNulls(validity, slot -> value.at(values, slot));
    };
  }

  private static ColumnBinding fixedBytes(int width) {
    return fixed((values, slot) -> copy(values, slot * width, width));
  }

  private static ColumnBinding variable(
      Function<ByteBuffer, ElementRanges> layout, Function<byte[], ?> conversion) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ElementRanges ranges = layout.apply(cursor.nextBuffer());
      ByteBuffer data = cursor.nextBuffer();
      return SlotReader.withNulls(
          validity, slot -> conversion.apply(copy(data, ranges.start(slot), ranges.length(slot))));
    };
  }

  private static ColumnBinding views(Function<byte[], ?> conversion) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer views = cursor.nextBuffer();
      ByteBuffer[] data = cursor.nextDataBuffers();
      return SlotReader.withNulls(
          validity, slot -> conversion.apply(view(views, data, slot * VIEW_BYTES)));
    };
  }

  private static byte[] view(ByteBuffer views, ByteBuffer[] data, int at) {
    int length = views.getInt(at);
    return length <= MOST_INLINE
        ? copy(views, at + Integer.BYTES, length)
        : copy(data[views.getInt(at + VIEW_BUFFER)], views.getInt(at + VIEW_OFFSET), length);
  }

  private static byte[] copy(ByteBuffer from, int start, int length) {
    byte[] bytes = new byte[length];
    from.get(start, bytes);
    return bytes;
  }
}
