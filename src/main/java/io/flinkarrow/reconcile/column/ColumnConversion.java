package io.flinkarrow.reconcile.column;

import io.flinkarrow.reconcile.values.SourceColumn;
import java.io.IOException;

/**
 * How a column becomes one of the wanted schema. Made once for two schemas, used for all their
 * batches: holds nothing of any batch.
 */
public interface ColumnConversion {

  /**
   * Plans nodes and buffers, in the format's order; bytes are copied later.
   *
   * @throws IllegalArgumentException if values of this batch do not fit, with the column's name
   * @throws IOException if the target's budget does not suffice
   */
  void convert(SourceColumn source, ConversionTarget target) throws IOException;

  /** Whether it does nothing but copy. */
  default boolean keepsBytes() {
    return false;
  }
}
