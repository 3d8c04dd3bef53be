package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.BooleanBuffer;
import io.flinkarrow.row.shred.buffers.BytesBuffer;
import io.flinkarrow.row.shred.buffers.IntBuffer;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.RowData;

/**
 * Values that go to Parquet as Flink holds them. A class each, though all look alike: each has
 * calls of its own, which the virtual machine then compiles for one type of buffer.
 */
final class PlainShredders {

  private PlainShredders() {}

  /** BOOLEAN. */
  static final class OfBoolean extends LeafValueShredder {
    private final BooleanBuffer values;

    OfBoolean(
        FieldPosition position, int nullDefinition, LevelBuffer levels, BooleanBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getBoolean(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getBoolean(index));
      levels.addValue(repetition);
    }
  }

  /** TINYINT, widened. */
  static final class OfByte extends LeafValueShredder {
    private final IntBuffer values;

    OfByte(FieldPosition position, int nullDefinition, LevelBuffer levels, IntBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getByte(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getByte(index));
      levels.addValue(repetition);
    }
  }

  /** SMALLINT, widened. */
  static final class OfShort extends LeafValueShredder {
    private final IntBuffer values;

    OfShort(FieldPosition position, int nullDefinition, LevelBuffer levels, IntBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getShort(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getShort(index));
      levels.addValue(repetition);
    }
  }

  /** INT, and what Flink holds as an int: DATE, TIME in milliseconds, INTERVAL in months. */
  static final class OfInt extends LeafValueShredder {
    private final IntBuffer values;

    OfInt(FieldPosition position, int nullDefinition, LevelBuffer levels, IntBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getInt(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getInt(index));
      levels.addValue(repetition);
    }
  }

  /** BIGINT, and what Flink holds as a long: INTERVAL in milliseconds. */
  static final class OfLong extends LeafValueShredder {
    private final LongBuffer values;

    OfLong(FieldPosition position, int nullDefinition, LevelBuffer levels, LongBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getLong(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getLong(index));
      levels.addValue(repetition);
    }
  }

  /** FLOAT. */
  static final class OfFloat extends LeafValueShredder {
    private final IntBuffer values;

    OfFloat(FieldPosition position, int nullDefinition, LevelBuffer levels, IntBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(Float.floatToRawIntBits(row.getFloat(index)));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(Float.floatToRawIntBits(array.getFloat(index)));
      levels.addValue(repetition);
    }
  }

  /** DOUBLE. */
  static final class OfDouble extends LeafValueShredder {
    private final LongBuffer values;

    OfDouble(FieldPosition position, int nullDefinition, LevelBuffer levels, LongBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(Double.doubleToRawLongBits(row.getDouble(index)));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(Double.doubleToRawLongBits(array.getDouble(index)));
      levels.addValue(repetition);
    }
  }

  /** CHAR and VARCHAR. */
  static final class OfStrings extends LeafValueShredder {
    private final BytesBuffer values;

    OfStrings(FieldPosition position, int nullDefinition, LevelBuffer levels, BytesBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getString(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getString(index));
      levels.addValue(repetition);
    }
  }

  /** BINARY and VARBINARY. */
  static final class OfBinary extends LeafValueShredder {
    private final BytesBuffer values;

    OfBinary(FieldPosition position, int nullDefinition, LevelBuffer levels, BytesBuffer values) {
      super(position, nullDefinition, levels);
      this.values = values;
    }

    @Override
    void shredValue(RowData row, int index, int repetition) {
      values.add(row.getBinary(index));
      levels.addValue(repetition);
    }

    @Override
    void shredValue(ArrayData array, int index, int repetition) {
      values.add(array.getBinary(index));
      levels.addValue(repetition);
    }
  }
}
