package io.flinkarrow.compatibility;

import org.apache.flink.table.data.RowData;
import org.apache.flink.types.variant.Variant;

/** A row that implements what Flink asks of rows from 2.1 on, without naming it elsewhere. */
public abstract class RowWithVariants implements RowData {

  /** The variant of a field, of the class that Flink has for them. */
  protected abstract Object variant(int index);

  /** Called only where a type is VARIANT. */
  @Override
  public final Variant getVariant(int index) {
    return (Variant) variant(index);
  }
}
