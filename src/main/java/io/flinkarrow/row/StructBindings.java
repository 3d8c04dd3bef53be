package io.flinkarrow.row;

import java.nio.ByteBuffer;
import org.apache.flink.types.variant.BinaryVariant;

/** Structs: as rows, and as variants, which Arrow keeps in their two parts. */
final class StructBindings {

  private StructBindings() {}

  static ColumnBinding row(RowBinding fields) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader[] readers = fields.bind(cursor);
      return SlotReader.withNulls(validity, slot -> RowBinding.row(readers, slot));
    };
  }

  /**
   * @param metadataFirst whether the metadata stands before the value
   */
  static ColumnBinding variant(ColumnBinding first, ColumnBinding second, boolean metadataFirst) {
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      SlotReader before = first.bind(cursor);
      SlotReader behind = second.bind(cursor);
      SlotReader metadata = metadataFirst ? before : behind;
      SlotReader value = metadataFirst ? behind : before;
      return SlotReader.withNulls(
          validity,
          slot -> new BinaryVariant((byte[]) value.read(slot), (byte[]) metadata.read(slot)));
    };
  }
}
