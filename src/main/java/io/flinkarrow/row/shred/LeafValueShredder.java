package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.LevelBuffer;

/**
 * A value without fields or elements: one leaf column. Subclasses are for one Flink type each; they
 * append the value and then its level, in one call, for a call more a value would be felt.
 */
abstract class LeafValueShredder extends ValueShredder {

  final LevelBuffer levels;

  LeafValueShredder(FieldPosition position, int nullDefinition, LevelBuffer levels) {
    super(position, nullDefinition);
    this.levels = levels;
  }

  @Override
  final void absent(int repetition, int definition) {
    levels.addNull(repetition, definition);
  }
}
