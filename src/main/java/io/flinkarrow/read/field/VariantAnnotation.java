package io.flinkarrow.read.field;

import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.LogicalTypeAnnotationVisitor;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Which annotations typed values of variants have, by the table of the Parquet format's
 * specification. Others may look the same in a batch: JSON is no string there, but a document.
 */
final class VariantAnnotation implements LogicalTypeAnnotationVisitor<Boolean> {

  private VariantAnnotation() {}

  static boolean isKnown(PrimitiveType column) {
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    return annotation == null
        ? column.getPrimitiveTypeName() != PrimitiveTypeName.INT96
        : annotation.accept(new VariantAnnotation()).isPresent();
  }

  private static Optional<Boolean> known() {
    return Optional.of(true);
  }

  @Override
  public Optional<Boolean> visit(IntLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(DecimalLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(DateLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(TimeLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(TimestampLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(StringLogicalTypeAnnotation annotation) {
    return known();
  }

  @Override
  public Optional<Boolean> visit(UUIDLogicalTypeAnnotation annotation) {
    return known();
  }
}
