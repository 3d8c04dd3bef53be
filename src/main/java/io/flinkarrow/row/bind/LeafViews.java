package io.flinkarrow.row.bind;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.schema.TimestampZone;
import io.flinkarrow.parquet.type.Int96;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;
import io.flinkarrow.value.TimeConversions;
import io.flinkarrow.value.TimestampConversion;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Which columns without children can be viewed where they lie, because all their values have a
 * place in the type that is asked for.
 *
 * @param utcTimezone whether timestamps of no zone are as they are asked for
 */
record LeafViews(boolean utcTimezone) {

  private static final int MILLI_DIGITS = 3;

  /** Makes the view of a column with one buffer behind its validity. */
  private interface FixedWidth {
    ColumnView view(Slots slots, ByteBuffer values);
  }

  /** Makes the view of a column with offsets and data behind its validity. */
  private interface VariableWidth {
    ColumnView view(Slots slots, ByteBuffer offsets, ByteBuffer data);
  }

  Optional<ViewBinding> find(Field field, LogicalType asked) {
    ArrowType type = StorageType.of(field);
    LogicalTypeRoot root = asked.getTypeRoot();
    boolean string = root == LogicalTypeRoot.CHAR || root == LogicalTypeRoot.VARCHAR;
    boolean bytes = root == LogicalTypeRoot.BINARY || root == LogicalTypeRoot.VARBINARY;
    return switch (type.getTypeID()) {
      case Bool -> only(root == LogicalTypeRoot.BOOLEAN, ColumnViews::booleans);
      case Int -> integers((ArrowType.Int) type, root);
      case FloatingPoint -> floating(((ArrowType.FloatingPoint) type).getPrecision(), root);
      case Date ->
          only(
              ((ArrowType.Date) type).getUnit() == DateUnit.DAY && root == LogicalTypeRoot.DATE,
              ColumnViews::ints);
      case Timestamp -> timestamps((ArrowType.Timestamp) type, asked);
      // Old writers of files did not mark strings.
      case Utf8, Binary ->
          string
              ? variable(ColumnViews::strings)
              : bytes ? variable(ColumnViews::binaries) : Optional.empty();
      case FixedSizeBinary -> {
        int width = ((ArrowType.FixedSizeBinary) type).getByteWidth();
        yield bytes
            ? only(true, fixedBytes(width))
            : width == Int96.BYTES ? int96(asked) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<ViewBinding> only(boolean fits, FixedWidth column) {
    return fits
        ? Optional.of(
            (cursor, parent) -> {
              Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
              return column.view(slots, cursor.nextBuffer());
            })
        : Optional.empty();
  }

  private static Optional<ViewBinding> variable(VariableWidth column) {
    return Optional.of(
        (cursor, parent) -> {
          Slots slots = Slots.of(cursor.nextLength(), cursor.nextBuffer());
          ByteBuffer offsets = cursor.nextBuffer();
          return column.view(slots, offsets, cursor.nextBuffer());
        });
  }

  private static Optional<ViewBinding> integers(ArrowType.Int type, LogicalTypeRoot root) {
    if (!type.getIsSigned()) {
      return Optional.empty();
    }
    return switch (type.getBitWidth()) {
      case Byte.SIZE -> only(root == LogicalTypeRoot.TINYINT, ColumnViews::bytes);
      case Short.SIZE -> only(root == LogicalTypeRoot.SMALLINT, ColumnViews::shorts);
      case Integer.SIZE ->
          only(
              root == LogicalTypeRoot.INTEGER || root == LogicalTypeRoot.INTERVAL_YEAR_MONTH,
              ColumnViews::ints);
      default ->
          only(
              root == LogicalTypeRoot.BIGINT || root == LogicalTypeRoot.INTERVAL_DAY_TIME,
              ColumnViews::longs);
    };
  }

  private static Optional<ViewBinding> floating(
      FloatingPointPrecision precision, LogicalTypeRoot root) {
    return switch (precision) {
      case HALF -> Optional.empty();
      case SINGLE -> only(root == LogicalTypeRoot.FLOAT, ColumnViews::floats);
      case DOUBLE -> only(root == LogicalTypeRoot.DOUBLE, ColumnViews::doubles);
    };
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
    return only(true, (slots, values) -> ColumnViews.converted(slots, values, timestamp));
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
                    (slots, values) ->
                        ColumnViews.converted(
                            slots, slot -> Int96Values.timestamp(values, slot, conversion))));
  }

  private static FixedWidth fixedBytes(int width) {
    return (slots, values) ->
        ColumnViews.converted(slots, slot -> VariableBindings.copy(values, slot * width, width));
  }
}
