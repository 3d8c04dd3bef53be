package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/** TIME with more digits than the milliseconds Flink holds: micro- or nanoseconds of the day. */
final class TimeShredder extends LeafValueShredder {

  private final long unitsPerMillisecond;
  private final LongBuffer values;

  TimeShredder(
      FieldPosition position,
      int nullDefinition,
      LevelBuffer levels,
      long unitsPerMillisecond,
      LongBuffer values) {
    super(position, nullDefinition, levels);
    this.unitsPerMillisecond = unitsPerMillisecond;
    this.values = values;
  }

  @Override
  void shredValue(RowData row, int index, int repetition) {
    values.add(row.getInt(index) * unitsPerMillisecond);
    levels.addValue(repetition);
  }

  @Override
  void shredValue(ArrayData array, int index, int repetition) {
    values.add(array.getInt(index) * unitsPerMillisecond);
    levels.addValue(repetition);
  }
}
