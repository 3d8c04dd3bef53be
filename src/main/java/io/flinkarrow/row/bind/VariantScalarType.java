package io.flinkarrow.row.bind;

import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.schema.ExtensionAnnotation;
import io.flinkarrow.parquet.schema.TimestampZone;
import io.flinkarrow.value.variant.VariantScalars;
import io.flinkarrow.value.variant.VariantScalars.Counted;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Which typed values of Arrow are which type of variants. Dates, times and decimals are read as the
 * numbers that lie in the column: Flink's types have fewer digits.
 *
 * @param column as it is read
 * @param encoding of the values that it is read as
 */
record VariantScalarType(Field column, LogicalType asked, Function<Object, byte[]> encoding) {

  private static final int DIGITS_OF_4_BYTES = 9;
  private static final int DIGITS_OF_8_BYTES = 18;
  private static final int MOST_DIGITS = 38;
  private static final LogicalType BYTES = new VarBinaryType(VarBinaryType.MAX_LENGTH);

  /** Empty if variants have no such type. */
  static Optional<VariantScalarType> of(Field field) {
    ArrowType type = StorageType.of(field);
    return switch (type.getTypeID()) {
      case Bool ->
          as(field, type, new BooleanType(), value -> VariantScalars.ofBoolean((Boolean) value));
      case Int -> integer(field, (ArrowType.Int) type);
      case FloatingPoint -> floating(field, (ArrowType.FloatingPoint) type);
      case Decimal -> decimal(field, (ArrowType.Decimal) type);
      case Date ->
          ((ArrowType.Date) type).getUnit() == DateUnit.DAY
              ? counted(field, Integer.SIZE, Counted.DATE)
              : Optional.empty();
      case Time ->
          ((ArrowType.Time) type).getUnit() == TimeUnit.MICROSECOND
              ? counted(field, Long.SIZE, Counted.TIME_MICROS)
              : Optional.empty();
      case Timestamp -> timestamp(field, (ArrowType.Timestamp) type);
      case Utf8, LargeUtf8, Utf8View ->
          as(
              field,
              type,
              new VarCharType(VarCharType.MAX_LENGTH),
              value -> VariantScalars.ofString(((StringData) value).toBytes()));
      case Binary, LargeBinary, BinaryView ->
          as(field, type, BYTES, value -> VariantScalars.ofBinary((byte[]) value));
      case FixedSizeBinary ->
          ExtensionAnnotation.isUuid(field)
              ? as(field, type, BYTES, value -> VariantScalars.ofUuid((byte[]) value))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<VariantScalarType> as(
      Field field, ArrowType type, LogicalType asked, Function<Object, byte[]> encoding) {
    FieldType read = new FieldType(field.isNullable(), type, field.getDictionary());
    return Optional.of(
        new VariantScalarType(new Field(field.getName(), read, null), asked, encoding));
  }

  private static Optional<VariantScalarType> integer(Field field, ArrowType.Int type) {
    int width = type.getBitWidth() / Byte.SIZE;
    return type.getIsSigned()
        ? as(field, type, new BigIntType(), value -> VariantScalars.ofInteger((Long) value, width))
        : Optional.empty();
  }

  private static Optional<VariantScalarType> floating(Field field, ArrowType.FloatingPoint type) {
    if (type.getPrecision() == FloatingPointPrecision.HALF) {
      return Optional.empty();
    }
    return type.getPrecision() == FloatingPointPrecision.SINGLE
        ? as(field, type, new FloatType(), value -> VariantScalars.ofFloat((Float) value))
        : as(field, type, new DoubleType(), value -> VariantScalars.ofDouble((Double) value));
  }

  private static Optional<VariantScalarType> decimal(Field field, ArrowType.Decimal type) {
    int precision = type.getPrecision();
    int scale = type.getScale();
    if (precision > MOST_DIGITS || scale < 0 || scale > precision) {
      return Optional.empty();
    }
    ArrowType bytes = new ArrowType.FixedSizeBinary(type.getBitWidth() / Byte.SIZE);
    return as(
        field, bytes, BYTES, value -> decimal(littleEndian((byte[]) value), precision, scale));
  }

  /** In as few bytes as the type needs, unless a value has more digits than its type. */
  private static byte[] decimal(BigInteger unscaled, int precision, int scale) {
    if (precision <= DIGITS_OF_4_BYTES && unscaled.bitLength() < Integer.SIZE) {
      return VariantScalars.ofDecimal(unscaled.longValue(), scale, Integer.BYTES);
    }
    return precision <= DIGITS_OF_8_BYTES && unscaled.bitLength() < Long.SIZE
        ? VariantScalars.ofDecimal(unscaled.longValue(), scale, Long.BYTES)
        : VariantScalars.ofDecimal(unscaled, scale);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(reversed);
  }

  private static Optional<VariantScalarType> timestamp(Field field, ArrowType.Timestamp type) {
    boolean instant = TimestampZone.isInstant(type);
    return switch (type.getUnit()) {
      case SECOND, MILLISECOND -> Optional.empty();
      case MICROSECOND ->
          counted(
              field,
              Long.SIZE,
              instant ? Counted.TIMESTAMP_MICROS : Counted.LOCAL_TIMESTAMP_MICROS);
      case NANOSECOND ->
          counted(
              field, Long.SIZE, instant ? Counted.TIMESTAMP_NANOS : Counted.LOCAL_TIMESTAMP_NANOS);
    };
  }

  private static Optional<VariantScalarType> counted(Field field, int bits, Counted kind) {
    return as(
        field, new ArrowType.Int(bits, true), new BigIntType(), value -> kind.of((Long) value));
  }
}
