package io.flinkarrow.testing;

import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.variant.BinaryVariant;

/** Flink's rows as Arrow vectors, value by value: the slow and obvious way from rows to columns. */
public final class RowVectors {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private RowVectors() {}

  /** Fills vectors whose schema was made from the row type. */
  public static void fill(VectorSchemaRoot root, RowType type, List<RowData> rows) {
    root.allocateNew();
    for (int column = 0; column < type.getFieldCount(); column++) {
      LogicalType fieldType = type.getTypeAt(column);
      RowData.FieldGetter field = RowData.createFieldGetter(fieldType, column);
      FieldVector vector = root.getVector(column);
      for (int row = 0; row < rows.size(); row++) {
        set(vector, row, field.getFieldOrNull(rows.get(row)), fieldType);
      }
      vector.setValueCount(rows.size());
    }
    root.setRowCount(rows.size());
  }

  private static void set(FieldVector vector, int at, Object value, LogicalType type) {
    if (vector instanceof StructVector struct) {
      setStruct(struct, at, value, type);
    } else if (value == null) {
      while (vector.getValueCapacity() <= at) {
        vector.reAlloc();
      }
      vector.setNull(at);
    } else if (vector instanceof ListVector list) {
      if (type instanceof ArrayType array) {
        setList(list, at, (ArrayData) value, array.getElementType());
      } else {
        setMap(list, at, (MapData) value, type);
      }
    } else {
      setScalar(vector, at, value);
    }
  }

  private static void setStruct(StructVector struct, int at, Object value, LogicalType type) {
    while (struct.getValueCapacity() <= at) {
      struct.reAlloc();
    }
    if (value == null) {
      struct.setNull(at);
    } else {
      struct.setIndexDefined(at);
    }
    if (type instanceof RowType row) {
      for (int i = 0; i < row.getFieldCount(); i++) {
        LogicalType fieldType = row.getTypeAt(i);
        Object field =
            value == null
                ? null
                : RowData.createFieldGetter(fieldType, i).getFieldOrNull((RowData) value);
        set((FieldVector) struct.getChildByOrdinal(i), at, field, fieldType);
      }
    } else {
      BinaryVariant variant = (BinaryVariant) value;
      set(struct.getChild("metadata"), at, variant == null ? null : variant.getMetadata(), type);
      set(struct.getChild("value"), at, variant == null ? null : variant.getValue(), type);
    }
  }

  private static void setList(ListVector list, int at, ArrayData elements, LogicalType type) {
    ArrayData.ElementGetter getter = ArrayData.createElementGetter(type);
    int first = list.startNewValue(at);
    for (int i = 0; i < elements.size(); i++) {
      set(list.getDataVector(), first + i, getter.getElementOrNull(elements, i), type);
    }
    list.endValue(at, elements.size());
  }

  private static void setMap(ListVector list, int at, MapData map, LogicalType type) {
    LogicalType keyType =
        type instanceof MultisetType multiset
            ? multiset.getElementType()
            : ((MapType) type).getKeyType();
    LogicalType valueType =
        type instanceof MapType mapType ? mapType.getValueType() : new IntType(false);
    StructVector entries = (StructVector) list.getDataVector();
    int first = list.startNewValue(at);
    for (int i = 0; i < map.size(); i++) {
      while (entries.getValueCapacity() <= first + i) {
        entries.reAlloc();
      }
      entries.setIndexDefined(first + i);
      set(
          entries.getChild("key"),
          first + i,
          ArrayData.createElementGetter(keyType).getElementOrNull(map.keyArray(), i),
          keyType);
      set(
          entries.getChild("value"),
          first + i,
          ArrayData.createElementGetter(valueType).getElementOrNull(map.valueArray(), i),
          valueType);
    }
    list.endValue(at, map.size());
  }

  private static void setScalar(FieldVector vector, int at, Object value) {
    if (vector instanceof BitVector v) {
      v.setSafe(at, (boolean) value ? 1 : 0);
    } else if (vector instanceof TinyIntVector v) {
      v.setSafe(at, (byte) value);
    } else if (vector instanceof SmallIntVector v) {
      v.setSafe(at, (short) value);
    } else if (vector instanceof IntVector v) {
      v.setSafe(at, (int) value);
    } else if (vector instanceof BigIntVector v) {
      v.setSafe(at, (long) value);
    } else if (vector instanceof Float4Vector v) {
      v.setSafe(at, (float) value);
    } else if (vector instanceof Float8Vector v) {
      v.setSafe(at, (double) value);
    } else if (vector instanceof VarCharVector v) {
      v.setSafe(at, ((StringData) value).toBytes());
    } else if (vector instanceof VarBinaryVector v) {
      v.setSafe(at, (byte[]) value);
    } else if (vector instanceof DecimalVector v) {
      v.setSafe(at, ((DecimalData) value).toBigDecimal());
    } else if (vector instanceof DateDayVector v) {
      v.setSafe(at, (int) value);
    } else if (vector instanceof TimeMilliVector v) {
      v.setSafe(at, (int) value);
    } else if (vector instanceof TimeMicroVector v) {
      v.setSafe(at, (int) value * 1_000L);
    } else if (vector instanceof TimeNanoVector v) {
      v.setSafe(at, (int) value * 1_000_000L);
    } else if (vector instanceof TimeStampVector v) {
      v.setSafe(at, units((TimestampData) value, (ArrowType.Timestamp) v.getField().getType()));
    } else {
      throw new IllegalArgumentException("No values for " + vector.getField());
    }
  }

  private static long units(TimestampData timestamp, ArrowType.Timestamp type) {
    BigInteger nanos =
        BigInteger.valueOf(timestamp.getMillisecond())
            .multiply(MILLION)
            .add(BigInteger.valueOf(timestamp.getNanoOfMillisecond()));
    long nanosPerUnit =
        switch (type.getUnit()) {
          case SECOND -> 1_000_000_000;
          case MILLISECOND -> 1_000_000;
          case MICROSECOND -> 1_000;
          case NANOSECOND -> 1;
        };
    BigInteger[] units = nanos.divideAndRemainder(BigInteger.valueOf(nanosPerUnit));
    return (units[1].signum() < 0 ? units[0].subtract(BigInteger.ONE) : units[0]).longValueExact();
  }
}
