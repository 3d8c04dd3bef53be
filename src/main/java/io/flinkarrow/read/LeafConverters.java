package io.flinkarrow.read;

import java.util.Optional;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Which Parquet types can be read as which of Flink's scalar types, and how. A conversion that
 * could change a value is none: types that only some values fit are not found, but for integers
 * narrower than their column, whose values are checked.
 */
final class LeafConverters {

  private LeafConverters() {}

  static Optional<LeafConverter> find(LogicalType asked, PrimitiveType type) {
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (asked.getTypeRoot()) {
      case BOOLEAN -> only(physical == PrimitiveTypeName.BOOLEAN, LeafConverter.ofBooleans());
      case TINYINT, SMALLINT, INTEGER -> only(isInt(type), ints(asked.getTypeRoot()));
      case BIGINT -> longs(type);
      case FLOAT -> only(physical == PrimitiveTypeName.FLOAT, LeafConverter.ofFloats());
      case DOUBLE -> only(physical == PrimitiveTypeName.DOUBLE, LeafConverter.ofDoubles());
      case CHAR, VARCHAR -> only(isText(type), LeafConverter.ofBinaries(LeafConverters::text));
      case BINARY, VARBINARY -> only(isBytes(type), LeafConverter.ofByteArrays());
      case DECIMAL -> DecimalConverters.find((DecimalType) asked, type);
      case DATE ->
          only(
              annotation instanceof DateLogicalTypeAnnotation,
              LeafConverter.ofInts(Integer::valueOf));
      case TIME_WITHOUT_TIME_ZONE -> TimeConverters.time(type);
      case TIMESTAMP_WITHOUT_TIME_ZONE ->
          TimeConverters.timestamp(type, false, LogicalTypeChecks.getPrecision(asked));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          TimeConverters.timestamp(type, true, LogicalTypeChecks.getPrecision(asked));
      case INTERVAL_YEAR_MONTH ->
          only(
              physical == PrimitiveTypeName.INT32 && annotation == null,
              LeafConverter.ofInts(Integer::valueOf));
      case INTERVAL_DAY_TIME ->
          only(
              physical == PrimitiveTypeName.INT64 && annotation == null,
              LeafConverter.ofLongs(Long::valueOf));
      default -> Optional.empty();
    };
  }

  static Optional<LeafConverter> only(boolean fits, LeafConverter converter) {
    return fits ? Optional.of(converter) : Optional.empty();
  }

  private static LeafConverter ints(LogicalTypeRoot asked) {
    return switch (asked) {
      case TINYINT ->
          LeafConverter.ofInts(value -> (byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case SMALLINT ->
          LeafConverter.ofInts(value -> (short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
      default -> LeafConverter.ofInts(Integer::valueOf);
    };
  }

  private static int within(int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          "The column holds a value that is not between %d and %d: declare it INT"
              .formatted(least, greatest));
    }
    return value;
  }

  private static boolean isInt(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
        && isInteger(type.getLogicalTypeAnnotation())
        && !isUnsigned(type, Integer.SIZE);
  }

  /** Flink has no unsigned integers; a long holds those of 32 bits. */
  private static Optional<LeafConverter> longs(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT64 ->
          only(
              isInteger(type.getLogicalTypeAnnotation()) && !isUnsigned(type, Long.SIZE),
              LeafConverter.ofLongs(Long::valueOf));
      case INT32 ->
          only(isUnsigned(type, Integer.SIZE), LeafConverter.ofInts(Integer::toUnsignedLong));
      default -> Optional.empty();
    };
  }

  private static boolean isInteger(LogicalTypeAnnotation annotation) {
    return annotation == null || annotation instanceof IntLogicalTypeAnnotation;
  }

  private static boolean isUnsigned(PrimitiveType type, int bits) {
    return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
        && !integer.isSigned()
        && integer.getBitWidth() == bits;
  }

  private static boolean isText(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && (annotation == null
            || annotation instanceof StringLogicalTypeAnnotation
            || annotation instanceof EnumLogicalTypeAnnotation
            || annotation instanceof JsonLogicalTypeAnnotation);
  }

  private static boolean isBytes(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    return (physical == PrimitiveTypeName.BINARY
            || physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        && (annotation == null
            || annotation instanceof BsonLogicalTypeAnnotation
            || annotation instanceof UUIDLogicalTypeAnnotation);
  }

  /** A copy: a row must not hold the page that its text came from. */
  private static StringData text(Binary value) {
    return StringData.fromBytes(value.getBytes());
  }
}
