package io.flinkarrow.parquet.schema;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intervalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.unknownType;

import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.schema.LeafLayout.Bits;
import io.flinkarrow.parquet.schema.LeafLayout.ByteViews;
import io.flinkarrow.parquet.schema.LeafLayout.DateMilliseconds;
import io.flinkarrow.parquet.schema.LeafLayout.Decimals;
import io.flinkarrow.parquet.schema.LeafLayout.FinerTimestamps;
import io.flinkarrow.parquet.schema.LeafLayout.FixedBytes;
import io.flinkarrow.parquet.schema.LeafLayout.Int96Timestamps;
import io.flinkarrow.parquet.schema.LeafLayout.Intervals;
import io.flinkarrow.parquet.schema.LeafLayout.Nothing;
import io.flinkarrow.parquet.schema.LeafLayout.SmallIntegers;
import io.flinkarrow.parquet.schema.LeafLayout.VariableBytes;
import io.flinkarrow.parquet.schema.LeafLayout.Words32;
import io.flinkarrow.parquet.schema.LeafLayout.Words64;
import io.flinkarrow.parquet.type.TimeUnits;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The Parquet type of an Arrow type without children, and the layout that leads there.
 *
 * @param typeLength bytes of a FIXED_LEN_BYTE_ARRAY, else 0
 * @param annotation the logical type, or {@code null} for none
 */
record LeafType(
    PrimitiveTypeName primitive,
    int typeLength,
    LogicalTypeAnnotation annotation,
    LeafLayout layout) {

  private static final int MILLISECONDS_PER_SECOND = 1000;

  /** Of Parquet's INTERVAL. */
  static final int INTERVAL_BYTES = 12;

  private static final int MAX_INT32_PRECISION = 9;
  private static final int MAX_INT64_PRECISION = 18;

  private LeafType(
      PrimitiveTypeName primitive, LogicalTypeAnnotation annotation, LeafLayout layout) {
    this(primitive, 0, annotation, layout);
  }

  /**
   * The mapping of {@code type}.
   *
   * @throws UnsupportedOperationException if Parquet has no form for it that we write; the message
   *     says only what to do, the caller says where
   */
  static LeafType of(ArrowType type, SchemaMapping mapping) {
    return switch (type.getTypeID()) {
      case Null -> new LeafType(PrimitiveTypeName.INT32, unknownType(), new Nothing());
      case Duration -> new LeafType(PrimitiveTypeName.INT64, null, new Words64(1));
      case Interval ->
          fixed(
              INTERVAL_BYTES, intervalType(), new Intervals(((ArrowType.Interval) type).getUnit()));
      case Bool -> new LeafType(PrimitiveTypeName.BOOLEAN, null, new Bits());
      case Int -> integer((ArrowType.Int) type);
      case FloatingPoint -> floatingPoint((ArrowType.FloatingPoint) type);
      case Utf8 -> binary(stringType(), false);
      case LargeUtf8 -> binary(stringType(), true);
      case Binary -> binary(null, false);
      case LargeBinary -> binary(null, true);
      case Utf8View -> views(stringType());
      case BinaryView -> views(null);
      case FixedSizeBinary -> fixedSizeBinary((ArrowType.FixedSizeBinary) type);
      case Decimal -> decimal((ArrowType.Decimal) type, mapping.fixedLengthDecimals());
      case Date -> date((ArrowType.Date) type);
      case Time -> time((ArrowType.Time) type);
      case Timestamp ->
          mapping.int96Timestamps()
              ? int96((ArrowType.Timestamp) type)
              : timestamp((ArrowType.Timestamp) type, mapping);
      case Union -> throw refused("write each of its members as a nullable column");
      case Struct,
          List,
          LargeList,
          ListView,
          LargeListView,
          FixedSizeList,
          Map,
          RunEndEncoded,
          NONE ->
          throw refused("use one of the types in docs/reference/type-mapping.md");
    };
  }

  private static UnsupportedOperationException refused(String advice) {
    return new UnsupportedOperationException(advice);
  }

  private static LeafType integer(ArrowType.Int type) {
    boolean signed = type.getIsSigned();
    int bits = type.getBitWidth();
    return switch (bits) {
      case 8, 16 ->
          new LeafType(
              PrimitiveTypeName.INT32,
              intType(bits, signed),
              new SmallIntegers(bits / Byte.SIZE, signed));
      case 32 ->
          new LeafType(
              PrimitiveTypeName.INT32, signed ? null : intType(bits, false), new Words32(1));
      case 64 ->
          new LeafType(
              PrimitiveTypeName.INT64, signed ? null : intType(bits, false), new Words64(1));
      default -> throw refused("use a width of 8, 16, 32 or 64 bits");
    };
  }

  private static LeafType floatingPoint(ArrowType.FloatingPoint type) {
    return switch (type.getPrecision()) {
      case HALF -> fixed(Short.BYTES, float16Type(), new FixedBytes(Short.BYTES));
      case SINGLE -> new LeafType(PrimitiveTypeName.FLOAT, null, new Words32(1));
      case DOUBLE -> new LeafType(PrimitiveTypeName.DOUBLE, null, new Words64(1));
    };
  }

  private static LeafType binary(LogicalTypeAnnotation annotation, boolean wideOffsets) {
    return new LeafType(PrimitiveTypeName.BINARY, annotation, new VariableBytes(wideOffsets));
  }

  private static LeafType views(LogicalTypeAnnotation annotation) {
    return new LeafType(PrimitiveTypeName.BINARY, annotation, new ByteViews());
  }

  private static LeafType fixed(int length, LogicalTypeAnnotation annotation, LeafLayout layout) {
    return new LeafType(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, length, annotation, layout);
  }

  private static LeafType fixedSizeBinary(ArrowType.FixedSizeBinary type) {
    if (type.getByteWidth() < 1) {
      throw refused("use a width of at least 1 byte");
    }
    return fixed(type.getByteWidth(), null, new FixedBytes(type.getByteWidth()));
  }

  private static LeafType decimal(ArrowType.Decimal type, boolean fixedLength) {
    int bits = type.getBitWidth();
    if (bits != 128 && bits != 256) {
      throw refused(
          "cast it to 128 or 256 bits; Arrow for Java has no decimals of %d".formatted(bits));
    }
    int precision = type.getPrecision();
    int scale = type.getScale();
    int maxPrecision = bits == 128 ? 38 : 76;
    if (precision < 1 || precision > maxPrecision) {
      throw refused("use a precision from 1 to " + maxPrecision);
    }
    if (scale < 0 || scale > precision) {
      throw refused("use a scale from 0 to the precision");
    }
    LogicalTypeAnnotation annotation = decimalType(scale, precision);
    int bytes = bits / Byte.SIZE;
    if (!fixedLength && precision <= MAX_INT32_PRECISION) {
      return new LeafType(
          PrimitiveTypeName.INT32,
          annotation,
          new Decimals(bytes, precision, DecimalTarget.INT32, Integer.BYTES));
    }
    if (!fixedLength && precision <= MAX_INT64_PRECISION) {
      return new LeafType(
          PrimitiveTypeName.INT64,
          annotation,
          new Decimals(bytes, precision, DecimalTarget.INT64, Long.BYTES));
    }
    int width = minimumBytes(precision);
    return fixed(width, annotation, new Decimals(bytes, precision, DecimalTarget.FIXED, width));
  }

  /** The fewest bytes whose two's complement holds every number of {@code precision} digits. */
  private static int minimumBytes(int precision) {
    int magnitudeBits = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength();
    return magnitudeBits / Byte.SIZE + 1;
  }

  private static LeafType date(ArrowType.Date type) {
    return switch (type.getUnit()) {
      case DAY -> new LeafType(PrimitiveTypeName.INT32, dateType(), new Words32(1));
      case MILLISECOND -> new LeafType(PrimitiveTypeName.INT32, dateType(), new DateMilliseconds());
    };
  }

  private static LeafType time(ArrowType.Time type) {
    int expectedBits =
        switch (type.getUnit()) {
          case SECOND, MILLISECOND -> Integer.SIZE;
          case MICROSECOND, NANOSECOND -> Long.SIZE;
        };
    if (type.getBitWidth() != expectedBits) {
      throw refused("use a bit width of " + expectedBits + " for this unit");
    }
    LogicalTypeAnnotation annotation = timeType(false, unit(type.getUnit()));
    return switch (type.getUnit()) {
      case SECOND ->
          new LeafType(PrimitiveTypeName.INT32, annotation, new Words32(MILLISECONDS_PER_SECOND));
      case MILLISECOND -> new LeafType(PrimitiveTypeName.INT32, annotation, new Words32(1));
      case MICROSECOND, NANOSECOND ->
          new LeafType(PrimitiveTypeName.INT64, annotation, new Words64(1));
    };
  }

  private static LeafType timestamp(ArrowType.Timestamp type, SchemaMapping mapping) {
    LogicalTypeAnnotation.TimeUnit unit =
        mapping.timestampUnit() == null ? unit(type.getUnit()) : unit(mapping.timestampUnit());
    long perSecond = MILLISECONDS_PER_SECOND * TimeUnits.perMillisecond(unit);
    long typePerSecond = timeUnit(type).convert(1, TimeUnit.SECONDS);
    LeafLayout layout =
        perSecond >= typePerSecond
            ? new Words64((int) (perSecond / typePerSecond))
            : new FinerTimestamps((int) (typePerSecond / perSecond), mapping.truncateTimestamps());
    return new LeafType(
        PrimitiveTypeName.INT64, timestampType(TimestampZone.isInstant(type), unit), layout);
  }

  /** With a zone or without: readers take INT96 for UTC or for local time, as they are set. */
  private static LeafType int96(ArrowType.Timestamp type) {
    return new LeafType(PrimitiveTypeName.INT96, null, new Int96Timestamps(timeUnit(type)));
  }

  private static TimeUnit timeUnit(ArrowType.Timestamp type) {
    return switch (type.getUnit()) {
      case SECOND -> TimeUnit.SECONDS;
      case MILLISECOND -> TimeUnit.MILLISECONDS;
      case MICROSECOND -> TimeUnit.MICROSECONDS;
      case NANOSECOND -> TimeUnit.NANOSECONDS;
    };
  }

  private static LogicalTypeAnnotation.TimeUnit unit(TimestampUnit unit) {
    return switch (unit) {
      case MILLIS -> LogicalTypeAnnotation.TimeUnit.MILLIS;
      case MICROS -> LogicalTypeAnnotation.TimeUnit.MICROS;
      case NANOS -> LogicalTypeAnnotation.TimeUnit.NANOS;
    };
  }

  /** Parquet has no seconds: they become milliseconds. */
  private static LogicalTypeAnnotation.TimeUnit unit(org.apache.arrow.vector.types.TimeUnit unit) {
    return switch (unit) {
      case SECOND, MILLISECOND -> LogicalTypeAnnotation.TimeUnit.MILLIS;
      case MICROSECOND -> LogicalTypeAnnotation.TimeUnit.MICROS;
      case NANOSECOND -> LogicalTypeAnnotation.TimeUnit.NANOS;
    };
  }
}
