package io.flinkarrow.parquet.footer;

import org.apache.parquet.column.schema.EdgeInterpolationAlgorithm;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.schema.DecimalMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.OriginalType;

/**
 * What a schema element says of its values: its logical type or, in files older than these, its
 * converted type. The opposite of {@link LogicalTypeConverter}.
 */
@SuppressWarnings("deprecation") // As in the format: deprecated, and all that old files have.
final class LogicalTypeReader {

  private LogicalTypeReader() {}

  /** Null if the element is not annotated. */
  static LogicalTypeAnnotation annotation(SchemaElement element) {
    if (hasKnownLogicalType(element)) {
      return annotation(element.getLogicalType());
    }
    if (!element.isSetConverted_type()) {
      return null;
    }
    DecimalMetadata decimal = new DecimalMetadata(element.getPrecision(), element.getScale());
    return LogicalTypeAnnotation.fromOriginalType(
        OriginalType.valueOf(element.getConverted_type().name()), decimal);
  }

  /**
   * The format has no logical type for intervals, and writers say UNKNOWN beside the converted one.
   * A type that came after this version of the format has no field.
   */
  private static boolean hasKnownLogicalType(SchemaElement element) {
    return element.isSetLogicalType()
        && element.getLogicalType().getSetField() != null
        && element.getConverted_type() != ConvertedType.INTERVAL;
  }

  private static LogicalTypeAnnotation annotation(LogicalType type) {
    return switch (type.getSetField()) {
      case STRING -> LogicalTypeAnnotation.stringType();
      case MAP -> LogicalTypeAnnotation.mapType();
      case LIST -> LogicalTypeAnnotation.listType();
      case ENUM -> LogicalTypeAnnotation.enumType();
      case DECIMAL ->
          LogicalTypeAnnotation.decimalType(
              type.getDECIMAL().getScale(), type.getDECIMAL().getPrecision());
      case DATE -> LogicalTypeAnnotation.dateType();
      case TIME ->
          LogicalTypeAnnotation.timeType(
              type.getTIME().isIsAdjustedToUTC(), unit(type.getTIME().getUnit()));
      case TIMESTAMP ->
          LogicalTypeAnnotation.timestampType(
              type.getTIMESTAMP().isIsAdjustedToUTC(), unit(type.getTIMESTAMP().getUnit()));
      case INTEGER ->
          LogicalTypeAnnotation.intType(
              type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
      case UNKNOWN -> LogicalTypeAnnotation.unknownType();
      case JSON -> LogicalTypeAnnotation.jsonType();
      case BSON -> LogicalTypeAnnotation.bsonType();
      case UUID -> LogicalTypeAnnotation.uuidType();
      case FLOAT16 -> LogicalTypeAnnotation.float16Type();
      case VARIANT ->
          LogicalTypeAnnotation.variantType(type.getVARIANT().getSpecification_version());
      case GEOMETRY -> LogicalTypeAnnotation.geometryType(type.getGEOMETRY().getCrs());
      case GEOGRAPHY -> geography(type.getGEOGRAPHY());
    };
  }

  private static LogicalTypeAnnotation geography(GeographyType type) {
    EdgeInterpolationAlgorithm algorithm =
        type.isSetAlgorithm()
            ? EdgeInterpolationAlgorithm.valueOf(type.getAlgorithm().name())
            : null;
    return LogicalTypeAnnotation.geographyType(type.getCrs(), algorithm);
  }

  private static LogicalTypeAnnotation.TimeUnit unit(TimeUnit unit) {
    return switch (unit.getSetField()) {
      case MILLIS -> LogicalTypeAnnotation.TimeUnit.MILLIS;
      case MICROS -> LogicalTypeAnnotation.TimeUnit.MICROS;
      case NANOS -> LogicalTypeAnnotation.TimeUnit.NANOS;
    };
  }
}
