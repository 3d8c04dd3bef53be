package io.flinkarrow.compatibility;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.types.variant.Variant;

/** An array that implements what Flink asks of arrays from 2.1 on, without naming it elsewhere. */
public abstract class ArrayWithVariants implements ArrayData {

  /** The variant of an element, of the class that Flink has for them. */
  protected abstract Object variant(int index);

  /** Called only where a type is VARIANT. */
  @Override
  public final Variant getVariant(int index) {
    return (Variant) variant(index);
  }
}
