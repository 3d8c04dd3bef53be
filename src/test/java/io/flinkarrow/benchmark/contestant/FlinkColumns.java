package io.flinkarrow.benchmark.contestant;

import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.columnar.ColumnarArrayData;
import org.apache.flink.table.data.columnar.ColumnarMapData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.data.columnar.vector.ArrayColumnVector;
import org.apache.flink.table.data.columnar.vector.BooleanColumnVector;
import org.apache.flink.table.data.columnar.vector.BytesColumnVector;
import org.apache.flink.table.data.columnar.vector.ColumnVector;
import org.apache.flink.table.data.columnar.vector.DecimalColumnVector;
import org.apache.flink.table.data.columnar.vector.DoubleColumnVector;
import org.apache.flink.table.data.columnar.vector.FloatColumnVector;
import org.apache.flink.table.data.columnar.vector.IntColumnVector;
import org.apache.flink.table.data.columnar.vector.LongColumnVector;
import org.apache.flink.table.data.columnar.vector.MapColumnVector;
import org.apache.flink.table.data.columnar.vector.RowColumnVector;
import org.apache.flink.table.data.columnar.vector.ShortColumnVector;
import org.apache.flink.table.data.columnar.vector.TimestampColumnVector;
import org.apache.flink.table.data.columnar.vector.VectorizedColumnBatch;

/**
 * Flink's column vectors as views over Arrow's: the cheapest way to give rows to a writer that
 * takes rows. Values are read when asked for, nothing is copied ahead.
 */
final class FlinkColumns {

  private FlinkColumns() {}

  static VectorizedColumnBatch batch(List<? extends ValueVector> vectors) {
    return new VectorizedColumnBatch(
        vectors.stream().map(FlinkColumns::of).toArray(ColumnVector[]::new));
  }

  private static ColumnVector of(ValueVector vector) {
    if (vector instanceof SmallIntVector shorts) {
      return new Shorts(shorts);
    }
    if (vector instanceof IntVector ints) {
      return new Ints(ints);
    }
    if (vector instanceof BigIntVector longs) {
      return new Longs(longs);
    }
    if (vector instanceof Float4Vector floats) {
      return new Floats(floats);
    }
    if (vector instanceof Float8Vector doubles) {
      return new Doubles(doubles);
    }
    if (vector instanceof BitVector bits) {
      return new Booleans(bits);
    }
    if (vector instanceof DateDayVector days) {
      return new Days(days);
    }
    if (vector instanceof TimeStampMicroVector times) {
      return new Microseconds(times);
    }
    if (vector instanceof VarCharVector texts) {
      return new Texts(texts);
    }
    if (vector instanceof FixedSizeBinaryVector binaries) {
      return new Binaries(binaries);
    }
    if (vector instanceof DecimalVector decimals) {
      return new Decimals(decimals);
    }
    if (vector instanceof MapVector maps) {
      StructVector entries = (StructVector) maps.getDataVector();
      return new Maps(maps, of(entries.getChildByOrdinal(0)), of(entries.getChildByOrdinal(1)));
    }
    if (vector instanceof ListVector lists) {
      return new Lists(lists, of(lists.getDataVector()));
    }
    if (vector instanceof StructVector structs) {
      return new Structs(structs, batch(structs.getChildrenFromFields()));
    }
    throw new IllegalArgumentException(
        "No view over vectors of type " + vector.getField().getType() + " is known: add one here");
  }

  private record Shorts(SmallIntVector vector) implements ShortColumnVector {
    @Override
    public short getShort(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Ints(IntVector vector) implements IntColumnVector {
    @Override
    public int getInt(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Days(DateDayVector vector) implements IntColumnVector {
    @Override
    public int getInt(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Longs(BigIntVector vector) implements LongColumnVector {
    @Override
    public long getLong(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Floats(Float4Vector vector) implements FloatColumnVector {
    @Override
    public float getFloat(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Doubles(Float8Vector vector) implements DoubleColumnVector {
    @Override
    public double getDouble(int row) {
      return vector.get(row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Booleans(BitVector vector) implements BooleanColumnVector {
    @Override
    public boolean getBoolean(int row) {
      return vector.get(row) != 0;
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Microseconds(TimeStampMicroVector vector) implements TimestampColumnVector {
    @Override
    public TimestampData getTimestamp(int row, int precision) {
      long micros = vector.get(row);
      return TimestampData.fromEpochMillis(
          Math.floorDiv(micros, 1000), Math.floorMod(micros, 1000) * 1000);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Texts(VarCharVector vector) implements BytesColumnVector {
    @Override
    public Bytes getBytes(int row) {
      byte[] bytes = vector.get(row);
      return new Bytes(bytes, 0, bytes.length);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Binaries(FixedSizeBinaryVector vector) implements BytesColumnVector {
    @Override
    public Bytes getBytes(int row) {
      byte[] bytes = vector.get(row);
      return new Bytes(bytes, 0, bytes.length);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Decimals(DecimalVector vector) implements DecimalColumnVector {
    @Override
    public DecimalData getDecimal(int row, int precision, int scale) {
      return DecimalData.isCompact(precision)
          ? DecimalData.fromUnscaledLong(
              vector.getDataBuffer().getLong((long) row * DecimalVector.TYPE_WIDTH),
              precision,
              scale)
          : DecimalData.fromBigDecimal(vector.getObject(row), precision, scale);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Lists(ListVector vector, ColumnVector elements) implements ArrayColumnVector {
    @Override
    public ArrayData getArray(int row) {
      int start = vector.getElementStartIndex(row);
      return new ColumnarArrayData(elements, start, vector.getElementEndIndex(row) - start);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Maps(MapVector vector, ColumnVector keys, ColumnVector values)
      implements MapColumnVector {
    @Override
    public MapData getMap(int row) {
      int start = vector.getElementStartIndex(row);
      return new ColumnarMapData(keys, values, start, vector.getElementEndIndex(row) - start);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }

  private record Structs(StructVector vector, VectorizedColumnBatch fields)
      implements RowColumnVector {
    @Override
    public ColumnarRowData getRow(int row) {
      return new ColumnarRowData(fields, row);
    }

    @Override
    public boolean isNullAt(int row) {
      return vector.isNull(row);
    }
  }
}
