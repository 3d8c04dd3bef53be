package io.flinkarrow.parquet.schema;

import io.flinkarrow.parquet.geo.GeometryField;
import io.flinkarrow.parquet.type.Int96;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
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
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The Arrow type that holds exactly what a leaf column of a file stores, the reverse of {@link
 * LeafType}. An annotation that the physical type cannot have is ignored, as the format asks for.
 *
 * @param metadata of the field: the extension type, if it has one
 */
public record StoredType(ArrowType type, Map<String, String> metadata) {

  private static final int LARGEST_128_BIT_PRECISION = 38;
  private static final int LARGEST_256_BIT_PRECISION = 76;

  /** Of a column whose coordinate reference system does not matter. */
  public static StoredType of(PrimitiveType column, @Nullable TimeUnit int96Unit) {
    return of(column, int96Unit, Map.of());
  }

  /**
   * @param int96Unit of timestamps in INT96, which do not say themselves whether they are in UTC;
   *     null for the bytes that they are
   * @param properties the footer's keys and values, to which a type may refer
   */
  public static StoredType of(
      PrimitiveType column, @Nullable TimeUnit int96Unit, Map<String, String> properties) {
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    ArrowType physical =
        column.getPrimitiveTypeName() == PrimitiveTypeName.INT96 && int96Unit != null
            ? new ArrowType.Timestamp(int96Unit, null)
            : physical(column);
    return annotation == null
        ? new StoredType(physical)
        : annotation
            .accept(new Annotated(column, properties))
            .orElseGet(() -> new StoredType(physical));
  }

  private StoredType(ArrowType type) {
    this(type, Map.of());
  }

  private static StoredType extension(ArrowType type, String name) {
    return new StoredType(type, Map.of(ExtensionType.EXTENSION_METADATA_KEY_NAME, name));
  }

  private static ArrowType physical(PrimitiveType column) {
    return switch (column.getPrimitiveTypeName()) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case INT32 -> new ArrowType.Int(Integer.SIZE, true);
      case INT64 -> new ArrowType.Int(Long.SIZE, true);
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case BINARY -> ArrowType.Binary.INSTANCE;
      case INT96 -> new ArrowType.FixedSizeBinary(Int96.BYTES);
      case FIXED_LEN_BYTE_ARRAY -> new ArrowType.FixedSizeBinary(column.getTypeLength());
    };
  }

  private record Annotated(PrimitiveType column, Map<String, String> properties)
      implements LogicalTypeAnnotationVisitor<StoredType> {

    private static Optional<StoredType> of(ArrowType type) {
      return Optional.of(new StoredType(type));
    }

    @Override
    public Optional<StoredType> visit(UnknownLogicalTypeAnnotation unknown) {
      return of(ArrowType.Null.INSTANCE);
    }

    @Override
    public Optional<StoredType> visit(StringLogicalTypeAnnotation string) {
      return of(ArrowType.Utf8.INSTANCE);
    }

    @Override
    public Optional<StoredType> visit(EnumLogicalTypeAnnotation string) {
      return of(ArrowType.Utf8.INSTANCE);
    }

    @Override
    public Optional<StoredType> visit(JsonLogicalTypeAnnotation json) {
      return Optional.of(extension(ArrowType.Utf8.INSTANCE, ExtensionAnnotation.JSON));
    }

    @Override
    public Optional<StoredType> visit(BsonLogicalTypeAnnotation document) {
      return of(ArrowType.Binary.INSTANCE);
    }

    @Override
    public Optional<StoredType> visit(UUIDLogicalTypeAnnotation id) {
      return Optional.of(extension(physical(column), ExtensionAnnotation.UUID));
    }

    /** Months, days and milliseconds. */
    @Override
    public Optional<StoredType> visit(IntervalLogicalTypeAnnotation interval) {
      return of(new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));
    }

    @Override
    public Optional<StoredType> visit(GeometryLogicalTypeAnnotation geometry) {
      return geometries(GeometryField.metadata(geometry, properties));
    }

    @Override
    public Optional<StoredType> visit(GeographyLogicalTypeAnnotation geography) {
      return geometries(GeometryField.metadata(geography, properties));
    }

    private static Optional<StoredType> geometries(Map<String, String> metadata) {
      return Optional.of(new StoredType(ArrowType.Binary.INSTANCE, metadata));
    }

    @Override
    public Optional<StoredType> visit(IntLogicalTypeAnnotation integer) {
      return of(new ArrowType.Int(integer.getBitWidth(), integer.isSigned()));
    }

    @Override
    public Optional<StoredType> visit(DateLogicalTypeAnnotation date) {
      return of(new ArrowType.Date(DateUnit.DAY));
    }

    @Override
    public Optional<StoredType> visit(TimeLogicalTypeAnnotation time) {
      TimeUnit unit = unit(time.getUnit());
      return of(new ArrowType.Time(unit, unit == TimeUnit.MILLISECOND ? Integer.SIZE : Long.SIZE));
    }

    @Override
    public Optional<StoredType> visit(TimestampLogicalTypeAnnotation timestamp) {
      return of(
          new ArrowType.Timestamp(
              unit(timestamp.getUnit()), timestamp.isAdjustedToUTC() ? "UTC" : null));
    }

    @Override
    public Optional<StoredType> visit(Float16LogicalTypeAnnotation half) {
      return of(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
    }

    @Override
    public Optional<StoredType> visit(DecimalLogicalTypeAnnotation decimal) {
      int precision = decimal.getPrecision();
      return precision > LARGEST_256_BIT_PRECISION
          ? Optional.empty()
          : of(
              new ArrowType.Decimal(
                  precision,
                  decimal.getScale(),
                  precision <= LARGEST_128_BIT_PRECISION ? 128 : 256));
    }

    private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
      return switch (unit) {
        case MILLIS -> TimeUnit.MILLISECOND;
        case MICROS -> TimeUnit.MICROSECOND;
        case NANOS -> TimeUnit.NANOSECOND;
      };
    }
  }
}
