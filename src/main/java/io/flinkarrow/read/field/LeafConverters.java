package io.flinkarrow.read.field;

import io.flinkarrow.parquet.type.TimeUnits;
import io.flinkarrow.value.DecimalConversion;
import io.flinkarrow.value.FloatingPointConversions;
import io.flinkarrow.value.HeapSizes;
import io.flinkarrow.value.IntegerConversions;
import io.flinkarrow.value.IntervalConversion;
import io.flinkarrow.value.TimeConversions;
import io.flinkarrow.value.TimestampConversion;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Whether a leaf column of a Parquet file can be read as one of Flink's scalar types, and how. It
 * looks at the column's physical type and annotation, and leaves the conversion itself to {@code
 * io.flinkarrow.value}. A conversion that fits only some values is offered for integers and
 * intervals alone; their values are checked one by one.
 *
 * @param utcTimezone whether INT96, and timestamps without the UTC flag, are read as they are in
 *     the file; otherwise they are moved to the JVM's time zone
 */
public record LeafConverters(LogicalType asked, PrimitiveType type, boolean utcTimezone)
    implements LogicalTypeAnnotationVisitor<LeafConverter> {

  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Empty if the column cannot be read so. */
  public Optional<LeafConverter> find() {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return annotation == null ? plain() : annotation.accept(this);
  }

  /** What each value takes on the heap; 0 if that differs. */
  int fixedBytes() {
    return switch (asked.getTypeRoot()) {
      case CHAR, VARCHAR, BINARY, VARBINARY -> 0;
      case DECIMAL -> HeapSizes.DECIMAL;
      default -> HeapSizes.FIXED;
    };
  }

  /** Columns without annotation; in binary ones old writers have strings, too. */
  private Optional<LeafConverter> plain() {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN ->
          asked.getTypeRoot() == LogicalTypeRoot.BOOLEAN
              ? Optional.of(LeafConverter.ofBooleans())
              : Optional.empty();
      case INT32 -> numbers(IntegerConversions.find(Integer.SIZE, true, asked));
      case INT64 -> numbers(IntegerConversions.find(Long.SIZE, true, asked));
      case FLOAT -> FloatingPointConversions.ofFloats(asked).map(LeafConverter::ofFloats);
      case DOUBLE ->
          asked.getTypeRoot() == LogicalTypeRoot.DOUBLE
              ? Optional.of(LeafConverter.ofDoubles())
              : Optional.empty();
      case INT96 ->
          timestamps(false)
              .or(() -> timestamps(true))
              .map(conversion -> LeafConverter.ofBinaries(Int96Value.with(conversion)));
      case BINARY -> strings().or(this::bytes);
      case FIXED_LEN_BYTE_ARRAY -> bytes();
    };
  }

  /** Of signed numbers, or of such that are never negative. */
  private Optional<LeafConverter> numbers(Optional<LongFunction<Object>> conversion) {
    return conversion.map(
        number ->
            type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
                ? LeafConverter.ofInts(number::apply)
                : LeafConverter.ofLongs(number));
  }

  private Optional<TimestampConversion> timestamps(boolean instant) {
    return TimestampConversion.find(instant, asked)
        .map(conversion -> utcTimezone ? conversion : conversion.inDefaultZone());
  }

  private Optional<LeafConverter> strings() {
    return switch (asked.getTypeRoot()) {
      case CHAR, VARCHAR -> Optional.of(LeafConverter.ofBinaries(LeafConverters::string));
      default -> Optional.empty();
    };
  }

  /** A copy: a row must not hold the page that its string came from. */
  private static StringData string(Binary value) {
    return StringData.fromBytes(value.getBytes());
  }

  private Optional<LeafConverter> bytes() {
    return switch (asked.getTypeRoot()) {
      case BINARY, VARBINARY -> Optional.of(LeafConverter.ofByteArrays());
      default -> Optional.empty();
    };
  }

  private static long perSecond(TimeUnit unit) {
    return TimeUnits.perMillisecond(unit) * MILLIS_PER_SECOND;
  }

  @Override
  public Optional<LeafConverter> visit(IntLogicalTypeAnnotation integer) {
    boolean unsigned = !integer.isSigned() && integer.getBitWidth() == Integer.SIZE;
    Optional<LongFunction<Object>> conversion =
        IntegerConversions.find(integer.getBitWidth(), integer.isSigned(), asked);
    return unsigned
        ? conversion.map(
            number -> LeafConverter.ofInts(value -> number.apply(Integer.toUnsignedLong(value))))
        : numbers(conversion);
  }

  /** The format has none in other physical types. */
  @Override
  public Optional<LeafConverter> visit(DecimalLogicalTypeAnnotation decimal) {
    return DecimalConversion.find(decimal.getPrecision(), decimal.getScale(), asked)
        .map(
            conversion ->
                switch (type.getPrimitiveTypeName()) {
                  case INT32 -> LeafConverter.ofInts(conversion::of);
                  case INT64 -> LeafConverter.ofLongs(conversion::of);
                  case BINARY, FIXED_LEN_BYTE_ARRAY ->
                      LeafConverter.ofBinaries(value -> decimal(value, conversion));
                  case BOOLEAN, FLOAT, DOUBLE, INT96 -> null;
                });
  }

  /** Big-endian, in two's complement. */
  private static Object decimal(Binary value, DecimalConversion conversion) {
    byte[] bytes = value.getBytesUnsafe();
    if (bytes.length > Long.BYTES || bytes.length == 0) {
      return conversion.of(new BigInteger(bytes));
    }
    long unscaled = bytes[0];
    for (int i = 1; i < bytes.length; i++) {
      unscaled = (unscaled << Byte.SIZE) | (bytes[i] & 0xff);
    }
    return conversion.of(unscaled);
  }

  @Override
  public Optional<LeafConverter> visit(Float16LogicalTypeAnnotation half) {
    return FloatingPointConversions.ofFloats(asked)
        .map(
            conversion ->
                LeafConverter.ofBinaries(
                    value -> conversion.apply(FloatingPointConversions.half(bits(value)))));
  }

  private static short bits(Binary half) {
    ByteBuffer bytes = half.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return bytes.getShort(bytes.position());
  }

  @Override
  public Optional<LeafConverter> visit(DateLogicalTypeAnnotation date) {
    return numbers(TimeConversions.date(1, asked));
  }

  @Override
  public Optional<LeafConverter> visit(TimeLogicalTypeAnnotation time) {
    return numbers(TimeConversions.time(perSecond(time.getUnit()), asked));
  }

  /** Those with the UTC flag are instants, others local time. */
  @Override
  public Optional<LeafConverter> visit(TimestampLogicalTypeAnnotation timestamp) {
    boolean instant = timestamp.isAdjustedToUTC();
    return (instant ? TimestampConversion.find(true, asked) : timestamps(false))
        .map(
            conversion ->
                LeafConverter.ofLongs(
                    TimeConversions.timestamp(perSecond(timestamp.getUnit()), conversion)));
  }

  /** Three unsigned numbers: months, days and milliseconds. */
  @Override
  public Optional<LeafConverter> visit(IntervalLogicalTypeAnnotation interval) {
    return IntervalConversion.find(asked)
        .map(conversion -> LeafConverter.ofBinaries(value -> interval(value, conversion)));
  }

  private static Object interval(Binary value, IntervalConversion conversion) {
    IntBuffer numbers = value.toByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    return conversion.of(
        Integer.toUnsignedLong(numbers.get(0)),
        Integer.toUnsignedLong(numbers.get(1)),
        Integer.toUnsignedLong(numbers.get(2)) * NANOS_PER_MILLI);
  }

  @Override
  public Optional<LeafConverter> visit(StringLogicalTypeAnnotation string) {
    return strings();
  }

  @Override
  public Optional<LeafConverter> visit(EnumLogicalTypeAnnotation string) {
    return strings();
  }

  @Override
  public Optional<LeafConverter> visit(JsonLogicalTypeAnnotation string) {
    return strings();
  }

  @Override
  public Optional<LeafConverter> visit(BsonLogicalTypeAnnotation document) {
    return bytes();
  }

  @Override
  public Optional<LeafConverter> visit(UUIDLogicalTypeAnnotation id) {
    return bytes();
  }

  /** Well-known binary. */
  @Override
  public Optional<LeafConverter> visit(GeometryLogicalTypeAnnotation geometry) {
    return bytes();
  }

  @Override
  public Optional<LeafConverter> visit(GeographyLogicalTypeAnnotation geography) {
    return bytes();
  }
}
