package io.flinkarrow.compatibility;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.variant.BinaryVariant;

/**
 * Flink's variants, in Parquet's own binary encoding. Flink has them from 2.1 on, so this class is
 * called only where a type is VARIANT, and no signature names theirs.
 */
public final class Variants {

  /** The class that Flink has for them. */
  public static final String BINARY = "org.apache.flink.types.variant.BinaryVariant";

  private Variants() {}

  /**
   * Flink looks at the metadata's header and at both lengths.
   *
   * @throws RuntimeException one of many if they are wrong
   */
  public static Object of(byte[] value, byte[] metadata) {
    return new BinaryVariant(value, metadata);
  }

  /** The value of a row's field. */
  public static Object in(RowData row, int index) {
    return row.getVariant(index);
  }

  /** The value of an array's element. */
  public static Object in(ArrayData array, int index) {
    return array.getVariant(index);
  }

  /** Whether it is of Flink's own class, and so has {@link #value} and {@link #metadata}. */
  public static boolean isBinary(Object variant) {
    return variant instanceof BinaryVariant;
  }

  /** The bytes of its value. */
  public static byte[] value(Object variant) {
    return ((BinaryVariant) variant).getValue();
  }

  /** The bytes of its metadata, which names what is in the value. */
  public static byte[] metadata(Object variant) {
    return ((BinaryVariant) variant).getMetadata();
  }
}
