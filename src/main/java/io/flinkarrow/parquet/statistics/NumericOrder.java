package io.flinkarrow.parquet.statistics;

import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** How the bits of INT32, INT64, FLOAT and DOUBLE columns compare. */
enum NumericOrder {
  SIGNED,
  UNSIGNED,
  FLOATING_POINT;

  static NumericOrder of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> FLOATING_POINT;
      case INT32, INT64 ->
          type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer
                  && !integer.isSigned()
              ? UNSIGNED
              : SIGNED;
      case BOOLEAN, INT96, BINARY, FIXED_LEN_BYTE_ARRAY ->
          throw new IllegalArgumentException("Not a numeric type: " + type);
    };
  }
}
