package io.flinkarrow.row.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import io.flinkarrow.row.shred.buffers.FixedBytesBuffer;
import io.flinkarrow.row.shred.buffers.IntBuffer;
import io.flinkarrow.row.shred.buffers.LevelBuffer;
import io.flinkarrow.row.shred.buffers.LongBuffer;
import java.util.Arrays;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.DecimalType;

/**
 * DECIMAL, in the smallest form that has its precision. A value of another scale, or of more digits
 * than the precision, is refused: readers would take it for another.
 */
abstract class DecimalShredder extends LeafValueShredder {

  private final int precision;
  private final int scale;

  private DecimalShredder(
      FieldPosition position, int nullDefinition, LevelBuffer levels, DecimalType type) {
    super(position, nullDefinition, levels);
    this.precision = type.getPrecision();
    this.scale = type.getScale();
  }

  @Override
  final void shredValue(RowData row, int index, int repetition) {
    add(checked(row.getDecimal(index, precision, scale)));
    levels.addValue(repetition);
  }

  @Override
  final void shredValue(ArrayData array, int index, int repetition) {
    add(checked(array.getDecimal(index, precision, scale)));
    levels.addValue(repetition);
  }

  /** Appends a value of the column's scale. */
  abstract void add(DecimalData value);

  private DecimalData checked(DecimalData value) {
    if (value.scale() != scale || (value.precision() > precision && digits(value) > precision)) {
      throw refused(
          "the value must have %d digits behind the point and at most %d in all, but has %d and %d; cast it or give the column a larger type"
              .formatted(scale, precision, value.scale(), digits(value)));
    }
    return value;
  }

  private static int digits(DecimalData value) {
    return value.toBigDecimal().precision();
  }

  /** Up to 9 digits, to INT32. */
  static final class OfInt extends DecimalShredder {
    private final IntBuffer values;

    OfInt(
        FieldPosition position,
        int nullDefinition,
        LevelBuffer levels,
        DecimalType type,
        IntBuffer values) {
      super(position, nullDefinition, levels, type);
      this.values = values;
    }

    @Override
    void add(DecimalData value) {
      values.add((int) unscaled(value));
    }
  }

  /** Up to 18 digits, to INT64. */
  static final class OfLong extends DecimalShredder {
    private final LongBuffer values;

    OfLong(
        FieldPosition position,
        int nullDefinition,
        LevelBuffer levels,
        DecimalType type,
        LongBuffer values) {
      super(position, nullDefinition, levels, type);
      this.values = values;
    }

    @Override
    void add(DecimalData value) {
      values.add(unscaled(value));
    }
  }

  /** More digits, to a big-endian FIXED_LEN_BYTE_ARRAY. */
  static final class OfBytes extends DecimalShredder {
    private final FixedBytesBuffer values;

    OfBytes(
        FieldPosition position,
        int nullDefinition,
        LevelBuffer levels,
        DecimalType type,
        FixedBytesBuffer values) {
      super(position, nullDefinition, levels, type);
      this.values = values;
    }

    @Override
    void add(DecimalData value) {
      byte[] unscaled = value.toUnscaledBytes();
      int at = values.reserve();
      byte[] bytes = values.bytes();
      int padding = values.width() - unscaled.length;
      Arrays.fill(bytes, at, at + padding, (byte) (unscaled[0] >> (Byte.SIZE - 1)));
      System.arraycopy(unscaled, 0, bytes, at + padding, unscaled.length);
    }
  }

  /** A value whose declared precision is larger than the column's need not be held as a long. */
  private static long unscaled(DecimalData value) {
    return value.isCompact()
        ? value.toUnscaledLong()
        : value.toBigDecimal().unscaledValue().longValueExact();
  }
}
