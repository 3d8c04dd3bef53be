package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.StorageType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Columns of the type Null, also of references to such: pandas has dictionaries without any type of
 * columns where all is missing. Each slot is null, whatever its indexes or runs are.
 */
final class OnlyNulls {

  private OnlyNulls() {}

  static boolean is(Field field) {
    ArrowTypeID type = StorageType.of(field).getTypeID();
    boolean runs = type == ArrowTypeID.RunEndEncoded && field.getChildren().size() == 2;
    return type == ArrowTypeID.Null || (runs && is(field.getChildren().get(1)));
  }
}
