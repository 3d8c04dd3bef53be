package io.flinkarrow.read.field;

import io.flinkarrow.value.variant.VariantScalars;
import io.flinkarrow.value.variant.VariantScalars.Counted;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Which column of a file is which type of variants: the table of the Parquet format's
 * specification. Values come as their physical type has them, integers as {@code Long}.
 */
record VariantScalarTypes(PrimitiveType type)
    implements LogicalTypeAnnotationVisitor<Function<Object, byte[]>> {

  private static final int MOST_DIGITS = 38;

  /** Empty if variants have no such type. */
  static Optional<Function<Object, byte[]>> encoding(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return annotation == null ? plain(type) : annotation.accept(new VariantScalarTypes(type));
  }

  private static Optional<Function<Object, byte[]>> plain(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Optional.of(value -> VariantScalars.ofBoolean((Boolean) value));
      case INT32 -> Optional.of(value -> VariantScalars.ofInteger((Long) value, Integer.BYTES));
      case INT64 -> Optional.of(value -> VariantScalars.ofInteger((Long) value, Long.BYTES));
      case FLOAT -> Optional.of(value -> VariantScalars.ofFloat((Float) value));
      case DOUBLE -> Optional.of(value -> VariantScalars.ofDouble((Double) value));
      case BINARY -> Optional.of(value -> VariantScalars.ofBinary((byte[]) value));
      case FIXED_LEN_BYTE_ARRAY, INT96 -> Optional.empty();
    };
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(IntLogicalTypeAnnotation integer) {
    int width = integer.getBitWidth() / Byte.SIZE;
    return integer.isSigned()
        ? Optional.of(value -> VariantScalars.ofInteger((Long) value, width))
        : Optional.empty();
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(DecimalLogicalTypeAnnotation decimal) {
    int scale = decimal.getScale();
    if (decimal.getPrecision() > MOST_DIGITS) {
      return Optional.empty();
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          Optional.of(value -> VariantScalars.ofDecimal((Long) value, scale, Integer.BYTES));
      case INT64 -> Optional.of(value -> VariantScalars.ofDecimal((Long) value, scale, Long.BYTES));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          Optional.of(value -> VariantScalars.ofDecimal(new BigInteger((byte[]) value), scale));
      case BOOLEAN, FLOAT, DOUBLE, INT96 -> Optional.empty();
    };
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(DateLogicalTypeAnnotation date) {
    return counted(Counted.DATE);
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(TimeLogicalTypeAnnotation time) {
    return time.getUnit() == TimeUnit.MICROS ? counted(Counted.TIME_MICROS) : Optional.empty();
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(TimestampLogicalTypeAnnotation timestamp) {
    boolean instant = timestamp.isAdjustedToUTC();
    return switch (timestamp.getUnit()) {
      case MILLIS -> Optional.empty();
      case MICROS -> counted(instant ? Counted.TIMESTAMP_MICROS : Counted.LOCAL_TIMESTAMP_MICROS);
      case NANOS -> counted(instant ? Counted.TIMESTAMP_NANOS : Counted.LOCAL_TIMESTAMP_NANOS);
    };
  }

  private static Optional<Function<Object, byte[]>> counted(Counted kind) {
    return Optional.of(value -> kind.of((Long) value));
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(StringLogicalTypeAnnotation string) {
    return Optional.of(value -> VariantScalars.ofString((byte[]) value));
  }

  @Override
  public Optional<Function<Object, byte[]>> visit(UUIDLogicalTypeAnnotation id) {
    return Optional.of(value -> VariantScalars.ofUuid((byte[]) value));
  }
}
