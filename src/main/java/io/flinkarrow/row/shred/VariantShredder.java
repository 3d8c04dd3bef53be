package io.flinkarrow.row.shred;

import io.flinkarrow.compatibility.Variants;
import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.BytesBuffer;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/**
 * A variant, unshredded. Flink holds one in Parquet's own binary encoding, so its bytes go to the
 * file as they are.
 */
final class VariantShredder extends ValueShredder {

  private final LevelBuffer metadataLevels;
  private final BytesBuffer metadata;
  private final LevelBuffer valueLevels;
  private final BytesBuffer values;

  VariantShredder(
      FieldPosition position,
      int nullDefinition,
      LevelBuffer metadataLevels,
      BytesBuffer metadata,
      LevelBuffer valueLevels,
      BytesBuffer values) {
    super(position, nullDefinition);
    this.metadataLevels = metadataLevels;
    this.metadata = metadata;
    this.valueLevels = valueLevels;
    this.values = values;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    add(Variants.in(row, index), repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    add(Variants.in(array, index), repetition);
  }

  private void add(Object variant, int repetition) {
    if (!Variants.isBinary(variant)) {
      throw refused(
          "expected a variant of type %s, but got a %s; build it with Flink's Variant.newBuilder()"
              .formatted(Variants.BINARY, variant.getClass().getName()));
    }
    metadata.add(Variants.metadata(variant));
    metadataLevels.addValue(repetition);
    values.add(Variants.value(variant));
    valueLevels.addValue(repetition);
  }

  @Override
  void absent(int repetition, int definition) {
    metadataLevels.addNull(repetition, definition);
    valueLevels.addNull(repetition, definition);
  }
}
