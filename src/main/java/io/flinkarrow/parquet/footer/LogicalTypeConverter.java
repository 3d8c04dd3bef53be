package io.flinkarrow.parquet.footer;

import java.util.Optional;
import org.apache.parquet.format.EdgeInterpolationAlgorithm;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.LogicalTypes;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
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
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;

/**
 * Logical types as the footer has them; an annotation without one (MAP_KEY_VALUE, INTERVAL) gives
 * null.
 */
final class LogicalTypeConverter implements LogicalTypeAnnotationVisitor<LogicalType> {

  private static final LogicalTypeConverter INSTANCE = new LogicalTypeConverter();

  private LogicalTypeConverter() {}

  static LogicalType convert(LogicalTypeAnnotation annotation) {
    return annotation.accept(INSTANCE).orElse(null);
  }

  @Override
  public Optional<LogicalType> visit(StringLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.UTF8);
  }

  @Override
  public Optional<LogicalType> visit(MapLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.MAP);
  }

  @Override
  public Optional<LogicalType> visit(ListLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.LIST);
  }

  @Override
  public Optional<LogicalType> visit(EnumLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.ENUM);
  }

  @Override
  public Optional<LogicalType> visit(DecimalLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.DECIMAL(annotation.getScale(), annotation.getPrecision()));
  }

  @Override
  public Optional<LogicalType> visit(DateLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.DATE);
  }

  @Override
  public Optional<LogicalType> visit(TimeLogicalTypeAnnotation annotation) {
    return Optional.of(
        LogicalType.TIME(new TimeType(annotation.isAdjustedToUTC(), unit(annotation.getUnit()))));
  }

  @Override
  public Optional<LogicalType> visit(TimestampLogicalTypeAnnotation annotation) {
    return Optional.of(
        LogicalType.TIMESTAMP(
            new TimestampType(annotation.isAdjustedToUTC(), unit(annotation.getUnit()))));
  }

  @Override
  public Optional<LogicalType> visit(IntLogicalTypeAnnotation annotation) {
    return Optional.of(
        LogicalType.INTEGER(new IntType((byte) annotation.getBitWidth(), annotation.isSigned())));
  }

  @Override
  public Optional<LogicalType> visit(JsonLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.JSON);
  }

  @Override
  public Optional<LogicalType> visit(BsonLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.BSON);
  }

  @Override
  public Optional<LogicalType> visit(UUIDLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.UUID);
  }

  @Override
  public Optional<LogicalType> visit(Float16LogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.FLOAT16);
  }

  @Override
  public Optional<LogicalType> visit(UnknownLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.UNKNOWN);
  }

  /**
   * The format has no logical type for intervals. parquet-java says UNKNOWN, for which others read
   * nothing but nulls.
   */
  @Override
  public Optional<LogicalType> visit(IntervalLogicalTypeAnnotation annotation) {
    return Optional.empty();
  }

  @Override
  public Optional<LogicalType> visit(VariantLogicalTypeAnnotation annotation) {
    return Optional.of(LogicalTypes.VARIANT(annotation.getSpecVersion()));
  }

  @Override
  public Optional<LogicalType> visit(GeometryLogicalTypeAnnotation annotation) {
    GeometryType type = new GeometryType();
    if (annotation.getCrs() != null && !annotation.getCrs().isEmpty()) {
      type.setCrs(annotation.getCrs());
    }
    return Optional.of(LogicalType.GEOMETRY(type));
  }

  @Override
  public Optional<LogicalType> visit(GeographyLogicalTypeAnnotation annotation) {
    GeographyType type = new GeographyType();
    if (annotation.getCrs() != null && !annotation.getCrs().isEmpty()) {
      type.setCrs(annotation.getCrs());
    }
    if (annotation.getAlgorithm() != null) {
      type.setAlgorithm(EdgeInterpolationAlgorithm.valueOf(annotation.getAlgorithm().name()));
    }
    return Optional.of(LogicalType.GEOGRAPHY(type));
  }

  private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> TimeUnit.MILLIS(new MilliSeconds());
      case MICROS -> TimeUnit.MICROS(new MicroSeconds());
      case NANOS -> TimeUnit.NANOS(new NanoSeconds());
    };
  }
}
