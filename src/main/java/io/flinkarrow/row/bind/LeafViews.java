package io.flinkarrow.row.bind;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.schema.TimestampZone;
import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Places;
import io.flinkarrow.row.view.Slots;
import io.flinkarrow.value.TimeConversions;
import io.flinkarrow.value.TimestampConversion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Which columns without children can be viewed as the file has them, because all their values have
 * a place in the type that is asked for.
 *
 * @param utcTimezone whether timestamps of no zone are as they are asked for
 */
record LeafViews(boolean utcTimezone) {

  private static final int MILLI_DIGITS = 3;

  /** Makes the view of a column's values. */
  private interface OfValues {
    ColumnView view(Slots slots, FieldColumn.Leaf column) throws IOException;
  }

  Optional<ViewBinding> find(Field field, LogicalType asked) {
    ArrowType type = StorageType.of(field);
    LogicalTypeRoot root = asked.getTypeRoot();
    boolean string = root == LogicalTypeRoot.CHAR || root == LogicalTypeRoot.VARCHAR;
    boolean bytes = root == LogicalTypeRoot.BINARY || root == LogicalTypeRoot.VARBINARY;
    return switch (type.getTypeID()) {
      case Bool -> only(root == LogicalTypeRoot.BOOLEAN, LeafViews::booleans);
      case Int -> integers((ArrowType.Int) type, root);
      case FloatingPoint -> floating(((ArrowType.FloatingPoint) type).getPrecision(), root);
      case Date ->
          only(
              ((ArrowType.Date) type).getUnit() == DateUnit.DAY && root == LogicalTypeRoot.DATE,
              LeafViews::ints);
      case Timestamp -> timestamps((ArrowType.Timestamp) type, asked);
      // Old writers of files did not mark strings.
      case Utf8, Binary -> string ? strings() : only(bytes, LeafViews::binaries);
      case FixedSizeBinary ->
          bytes
              ? only(true, LeafViews::fixedBytes)
              : ((ArrowType.FixedSizeBinary) type).getByteWidth() == Int96.BYTES
                  ? int96(asked)
                  : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ViewBinding> only(boolean fits, OfValues column) {
    return fits
        ? Optional.of(
            (field, parent) -> column.view(ViewBindings.slots(field), (FieldColumn.Leaf) field))
        : Optional.empty();
  }

  private static Places places(Slots slots, FieldColumn.Leaf column) {
    return new Places(slots, column.numbers());
  }

  private static ColumnView booleans(Slots slots, FieldColumn.Leaf column) {
    return ColumnViews.booleans(
        places(slots, column), ((LeafValues.Booleans) column.values().kept()).words());
  }

  private static ColumnView ints(Slots slots, FieldColumn.Leaf column) {
    return ColumnViews.ints(slots, ints(column));
  }

  private static ColumnView longs(Slots slots, FieldColumn.Leaf column) {
    return ColumnViews.longs(slots, longs(column));
  }

  private static ColumnView floats(Slots slots, FieldColumn.Leaf column) {
    return ColumnViews.floats(slots, ints(column));
  }

  private static ColumnView doubles(Slots slots, FieldColumn.Leaf column) {
    return ColumnViews.doubles(slots, longs(column));
  }

  private static int[] ints(FieldColumn.Leaf column) {
    return column.bySlot(((LeafValues.Ints) column.values().stored()).values());
  }

  private static long[] longs(FieldColumn.Leaf column) {
    return column.bySlot(((LeafValues.Longs) column.values().stored()).values());
  }

  private static Optional<ViewBinding> integers(ArrowType.Int type, LogicalTypeRoot root) {
    if (!type.getIsSigned()) {
      return Optional.empty();
    }
    return switch (type.getBitWidth()) {
      case Integer.SIZE ->
          only(
              root == LogicalTypeRoot.INTEGER || root == LogicalTypeRoot.INTERVAL_YEAR_MONTH,
              LeafViews::ints);
      case Long.SIZE ->
          only(
              root == LogicalTypeRoot.BIGINT || root == LogicalTypeRoot.INTERVAL_DAY_TIME,
              LeafViews::longs);
      default -> Optional.empty();
    };
  }

  private static Optional<ViewBinding> floating(
      FloatingPointPrecision precision, LogicalTypeRoot root) {
    return switch (precision) {
      case HALF -> Optional.empty();
      case SINGLE -> only(root == LogicalTypeRoot.FLOAT, LeafViews::floats);
      case DOUBLE -> only(root == LogicalTypeRoot.DOUBLE, LeafViews::doubles);
    };
  }

  private static Optional<ViewBinding> strings() {
    MadeValues ofDictionary = new MadeValues((column, stored) -> new Unchecked(strings(stored)));
    return only(
        true,
        (slots, column) -> {
          if (column.values().ids() != null) {
            return ofDictionary.view(slots, column);
          }
          LeafValues.Bytes stored = (LeafValues.Bytes) column.values().kept();
          return ColumnViews.strings(places(slots, column), stored.bytes(), stored.offsets());
        });
  }

  private static IntFunction<?> strings(LeafValues stored) {
    LeafValues.Bytes bytes = (LeafValues.Bytes) stored;
    MemorySegment[] segments = {MemorySegmentFactory.wrap(bytes.bytes())};
    int[] offsets = bytes.offsets();
    return i -> BinaryStringData.fromAddress(segments, offsets[i], offsets[i + 1] - offsets[i]);
  }

  /** Values that never are refused. */
  private record Unchecked(IntFunction<?> values) implements MadeValues.Values {

    @Override
    public Object checked(int number) {
      return values.apply(number);
    }

    @Override
    public Object again(int number) {
      return values.apply(number);
    }
  }

  /** A copy each, because arrays of bytes can be changed. */
  private static ColumnView binaries(Slots slots, FieldColumn.Leaf column) {
    LeafValues.Bytes stored = (LeafValues.Bytes) column.values().kept();
    byte[] bytes = stored.bytes();
    int[] offsets = stored.offsets();
    return ColumnViews.converted(
        places(slots, column), i -> Arrays.copyOfRange(bytes, offsets[i], offsets[i + 1]));
  }

  private static ColumnView fixedBytes(Slots slots, FieldColumn.Leaf column) {
    LeafValues.FixedBytes stored = (LeafValues.FixedBytes) column.values().kept();
    byte[] bytes = stored.bytes();
    int width = stored.width();
    return ColumnViews.converted(
        places(slots, column), i -> Arrays.copyOfRange(bytes, i * width, (i + 1) * width));
  }

  private Optional<ViewBinding> timestamps(ArrowType.Timestamp type, LogicalType asked) {
    boolean coarse = type.getUnit() == TimeUnit.SECOND || type.getUnit() == TimeUnit.MILLISECOND;
    boolean instant = TimestampZone.isInstant(type);
    Optional<TimestampConversion> conversion = TimestampConversion.find(instant, asked);
    if (conversion.isEmpty() || (coarse && LogicalTypeChecks.getPrecision(asked) < MILLI_DIGITS)) {
      return Optional.empty();
    }
    LongFunction<Object> timestamp =
        TimeConversions.timestamp(
            TimeValues.perSecond(type.getUnit()),
            instant || utcTimezone ? conversion.get() : conversion.get().inDefaultZone());
    return only(true, (slots, column) -> ColumnViews.converted(slots, longs(column), timestamp));
  }

  /** Timestamps of files that do not say whether they are instants. */
  private Optional<ViewBinding> int96(LogicalType asked) {
    return TimestampConversion.find(false, asked)
        .or(() -> TimestampConversion.find(true, asked))
        .map(found -> utcTimezone ? found : found.inDefaultZone())
        .flatMap(
            conversion ->
                only(
                    true,
                    (slots, column) -> {
                      LeafValues.FixedBytes stored = (LeafValues.FixedBytes) column.values().kept();
                      ByteBuffer bytes =
                          ByteBuffer.wrap(stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                      return ColumnViews.converted(
                          places(slots, column), i -> Int96Values.timestamp(bytes, i, conversion));
                    }));
  }
}
