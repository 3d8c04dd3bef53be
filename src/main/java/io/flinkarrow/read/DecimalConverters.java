package io.flinkarrow.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Decimals of all four physical types, if scales are equal and precision is not lost. */
final class DecimalConverters {

  private final int precision;
  private final int scale;

  private DecimalConverters(DecimalType asked) {
    precision = asked.getPrecision();
    scale = asked.getScale();
  }

  static Optional<LeafConverter> find(DecimalType asked, PrimitiveType type) {
    if (!(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal)
        || decimal.getScale() != asked.getScale()
        || decimal.getPrecision() > asked.getPrecision()) {
      return Optional.empty();
    }
    DecimalConverters converters = new DecimalConverters(asked);
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> Optional.of(LeafConverter.ofInts(converters::fromLong));
      case INT64 -> Optional.of(LeafConverter.ofLongs(converters::fromLong));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          Optional.of(LeafConverter.ofBinaries(converters::fromBytes));
      case BOOLEAN, FLOAT, DOUBLE, INT96 -> Optional.empty();
    };
  }

  private DecimalData fromLong(long unscaled) {
    return DecimalData.isCompact(precision)
        ? DecimalData.fromUnscaledLong(unscaled, precision, scale)
        : fromInteger(BigInteger.valueOf(unscaled));
  }

  /** Big endian, in two's complement. */
  private DecimalData fromBytes(Binary value) {
    byte[] bytes = value.getBytesUnsafe();
    if (!DecimalData.isCompact(precision) || bytes.length > Long.BYTES || bytes.length == 0) {
      return fromInteger(new BigInteger(bytes));
    }
    long unscaled = bytes[0];
    for (int i = 1; i < bytes.length; i++) {
      unscaled = (unscaled << Byte.SIZE) | (bytes[i] & 0xff);
    }
    return DecimalData.fromUnscaledLong(unscaled, precision, scale);
  }

  private DecimalData fromInteger(BigInteger unscaled) {
    DecimalData value =
        DecimalData.fromBigDecimal(new BigDecimal(unscaled, scale), precision, scale);
    if (value == null) {
      throw new IllegalArgumentException(
          "The column holds a value of more than the %d digits its type has: the file is damaged"
              .formatted(precision));
    }
    return value;
  }
}
