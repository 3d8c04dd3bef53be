package io.flinkarrow.row.bind;

import io.flinkarrow.compatibility.Variants;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.value.HeapSizes;
import java.nio.ByteBuffer;

/** Structs: as rows, and as variants, which Arrow keeps in their two parts. */
final class StructBindings {

  private StructBindings() {}

  static ColumnBinding row(RowBinding fields, String path) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader[] readers = fields.bind(cursor);
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(validity, slot -> RowBinding.row(readers, slot, budget, path));
    };
  }

  /**
   * @param metadataFirst whether the metadata stands before the value
   */
  static ColumnBinding variant(
      ColumnBinding first, ColumnBinding second, boolean metadataFirst, String path) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader before = first.bind(cursor);
      SlotReader behind = second.bind(cursor);
      SlotReader metadata = metadataFirst ? before : behind;
      SlotReader value = metadataFirst ? behind : before;
      RowBudget budget = cursor.budget();
      return SlotReader.withNulls(
          validity,
          slot -> {
            budget.charge(HeapSizes.VARIANT, path);
            return variant((byte[]) value.read(slot), (byte[]) metadata.read(slot), path);
          });
    };
  }

  /** Flink looks at the metadata's header and at both lengths, and throws exceptions of its own. */
  static Object variant(byte[] value, byte[] metadata, String path) {
    try {
      return Variants.of(value, metadata);
    } catch (RuntimeException e) {
      throw invalidVariant(path, e);
    }
  }

  static RefusedValueException invalidVariant(String path, RuntimeException cause) {
    return new RefusedValueException(
        path, "the value is no valid VARIANT of at most 16 MiB; correct the producer", cause);
  }
}
