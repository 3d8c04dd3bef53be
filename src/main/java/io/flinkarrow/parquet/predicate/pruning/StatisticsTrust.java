package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.file.CreatedBy;
import javax.annotation.Nullable;
import org.apache.parquet.SemanticVersion;
import org.apache.parquet.SemanticVersion.SemanticVersionParseException;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Which writers' minima and maxima are what the format asks for. Many have ordered some types
 * wrongly, and no reader can see it in a file.
 */
final class StatisticsTrust {

  private static final String PARQUET_JAVA = "parquet-mr";
  private static final String OLD_ARROW_CPP = "parquet-cpp";
  private static final String ARROW_CPP = "parquet-cpp-arrow";
  private static final String DUCKDB = "DuckDB";

  /** The first version of parquet-java that orders all types as the format does. */
  private static final SemanticVersion PARQUET_JAVA_ORDERS = new SemanticVersion(1, 10, 0);

  /** The same of Arrow C++, except for decimals. */
  private static final SemanticVersion ARROW_CPP_ORDERS = new SemanticVersion(1, 3, 0);

  /** PARQUET-1655: before, they were compared byte by byte. */
  private static final SemanticVersion ARROW_CPP_DECIMALS = new SemanticVersion(4, 0, 0);

  private StatisticsTrust() {}

  /**
   * Whether minima and maxima, if the footer says that they are in a defined order, are right.
   *
   * @param writer null if it is not known
   */
  static boolean ordersRightly(PrimitiveType type, @Nullable ParsedVersion writer) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation instanceof IntervalLogicalTypeAnnotation
        || annotation instanceof GeometryLogicalTypeAnnotation
        || annotation instanceof GeographyLogicalTypeAnnotation) {
      return false;
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, FLOAT, DOUBLE -> true;
      case INT32, INT64 ->
          !(annotation instanceof IntLogicalTypeAnnotation integer)
              || integer.isSigned()
              || !isOld(writer);
      case INT96 -> false;
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          annotation instanceof DecimalLogicalTypeAnnotation
              ? ordersDecimals(writer)
              : !isOld(writer);
    };
  }

  /**
   * Whether the deprecated minima and maxima are right. They were compared as signed numbers and
   * bytes, whatever the type's order.
   */
  static boolean oldBoundsAreRight(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, FLOAT, DOUBLE -> true;
      case INT32, INT64 ->
          !(annotation instanceof DecimalLogicalTypeAnnotation)
              && (!(annotation instanceof IntLogicalTypeAnnotation integer) || integer.isSigned());
      case INT96, BINARY, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  /**
   * Decimals in bytes are compared byte by byte by several writers of today too: arrow-rs, Polars
   * and parquet-go, as of 2026. So those that compare numbers are listed here.
   */
  private static boolean ordersDecimals(@Nullable ParsedVersion writer) {
    if (writer == null) {
      return false;
    }
    return CreatedBy.isOurs(writer)
        || DUCKDB.equals(writer.application)
        || isSince(writer, PARQUET_JAVA, PARQUET_JAVA_ORDERS)
        || isSince(writer, ARROW_CPP, ARROW_CPP_DECIMALS);
  }

  private static boolean isOld(@Nullable ParsedVersion writer) {
    return writer != null
        && (isBefore(writer, PARQUET_JAVA, PARQUET_JAVA_ORDERS)
            || isBefore(writer, OLD_ARROW_CPP, ARROW_CPP_ORDERS));
  }

  private static boolean isBefore(
      ParsedVersion writer, String application, SemanticVersion version) {
    return application.equals(writer.application) && !isSince(writer, application, version);
  }

  private static boolean isSince(
      ParsedVersion writer, String application, SemanticVersion version) {
    if (!application.equals(writer.application) || !writer.hasSemanticVersion()) {
      return false;
    }
    try {
      return SemanticVersion.parse(writer.version).compareTo(version) >= 0;
    } catch (SemanticVersionParseException e) {
      return false;
    }
  }
}
