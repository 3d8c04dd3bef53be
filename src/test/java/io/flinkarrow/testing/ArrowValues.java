package io.flinkarrow.testing;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * What a file must hold for a slot of an Arrow vector, by the documented mapping: seconds become
 * milliseconds, dates in milliseconds become days, intervals become 12 bytes, dictionary-encoded
 * values are looked up.
 */
public final class ArrowValues {

  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private ArrowValues() {}

  /** All rows of a batch, each a map from field name to value. */
  public static List<Map<String, Object>> rows(
      VectorSchemaRoot batch, DictionaryProvider dictionaries) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < batch.getRowCount(); row++) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (FieldVector vector : batch.getFieldVectors()) {
        values.put(vector.getName(), value(vector, row, dictionaries));
      }
      rows.add(values);
    }
    return rows;
  }

  /** The value of one slot. */
  public static Object value(FieldVector vector, int index, DictionaryProvider dictionaries) {
    if (vector instanceof ExtensionTypeVector<?> extension) {
      return value((FieldVector) extension.getUnderlyingVector(), index, dictionaries);
    }
    if (vector instanceof RunEndEncodedVector runs) {
      return value(runs.getValuesVector(), runs.getPhysicalIndex(index), dictionaries);
    }
    if (vector.isNull(index)) {
      return null;
    }
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null) {
      FieldVector entries = dictionaries.lookup(encoding.getId()).getVector();
      return value(entries, ((Number) plain(vector, index, dictionaries)).intValue(), dictionaries);
    }
    return plain(vector, index, dictionaries);
  }

  private static Object plain(FieldVector vector, int index, DictionaryProvider dictionaries) {
    if (vector instanceof BitVector v) {
      return v.get(index) != 0;
    }
    if (vector instanceof TinyIntVector v) {
      return (long) v.get(index);
    }
    if (vector instanceof SmallIntVector v) {
      return (long) v.get(index);
    }
    if (vector instanceof IntVector v) {
      return (long) v.get(index);
    }
    if (vector instanceof BigIntVector v) {
      return v.get(index);
    }
    if (vector instanceof UInt1Vector v) {
      return v.get(index) & 0xffL;
    }
    if (vector instanceof UInt2Vector v) {
      return (long) v.get(index);
    }
    if (vector instanceof UInt4Vector v) {
      return v.get(index) & 0xffffffffL;
    }
    if (vector instanceof UInt8Vector v) {
      return PlainValue.unsigned(v.get(index));
    }
    if (vector instanceof Float2Vector v) {
      return new PlainValue.Half(v.get(index));
    }
    if (vector instanceof Float4Vector v) {
      return new PlainValue.Single(v.getDataBuffer().getInt(4L * index));
    }
    if (vector instanceof Float8Vector v) {
      return new PlainValue.Double64(v.getDataBuffer().getLong(8L * index));
    }
    if (vector instanceof DecimalVector || vector instanceof Decimal256Vector) {
      return (BigDecimal) vector.getObject(index);
    }
    if (vector instanceof DateDayVector v) {
      return (long) v.get(index);
    }
    if (vector instanceof DateMilliVector v) {
      return Math.floorDiv(v.get(index), MILLIS_PER_DAY);
    }
    if (vector instanceof TimeSecVector v) {
      return v.get(index) * 1000L;
    }
    if (vector instanceof TimeMilliVector v) {
      return (long) v.get(index);
    }
    if (vector instanceof TimeMicroVector v) {
      return v.get(index);
    }
    if (vector instanceof TimeNanoVector v) {
      return v.get(index);
    }
    if (vector instanceof TimeStampVector v) {
      TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
      return unit == TimeUnit.SECOND ? v.get(index) * 1000L : v.get(index);
    }
    if (vector instanceof DurationVector) {
      return vector.getDataBuffer().getLong((long) index * DurationVector.TYPE_WIDTH);
    }
    if (vector instanceof VarCharVector v) {
      return new String(v.get(index), StandardCharsets.UTF_8);
    }
    if (vector instanceof LargeVarCharVector v) {
      return new String(v.get(index), StandardCharsets.UTF_8);
    }
    if (vector instanceof VarBinaryVector v) {
      return PlainValue.of(v.get(index));
    }
    if (vector instanceof LargeVarBinaryVector v) {
      return PlainValue.of(v.get(index));
    }
    if (vector instanceof FixedSizeBinaryVector v) {
      return PlainValue.of(v.get(index));
    }
    if (vector instanceof ViewVarCharVector v) {
      return new String(v.get(index), StandardCharsets.UTF_8);
    }
    if (vector instanceof ViewVarBinaryVector v) {
      return PlainValue.of(v.get(index));
    }
    if (vector instanceof IntervalYearVector v) {
      return interval(v.get(index), 0, 0);
    }
    if (vector instanceof IntervalDayVector v) {
      ArrowBuf part = v.getDataBuffer();
      long at = (long) index * IntervalDayVector.TYPE_WIDTH;
      return interval(0, part.getInt(at), part.getInt(at + Integer.BYTES));
    }
    if (vector instanceof IntervalMonthDayNanoVector v) {
      ArrowBuf part = v.getDataBuffer();
      long at = (long) index * IntervalMonthDayNanoVector.TYPE_WIDTH;
      long nanoseconds = part.getLong(at + Long.BYTES);
      return interval(
          part.getInt(at), part.getInt(at + Integer.BYTES), nanoseconds / NANOS_PER_MILLI);
    }
    return nested(vector, index, dictionaries);
  }

  /** As Parquet has it: three unsigned numbers of 32 bits, little-endian. */
  private static Object interval(int months, int days, long milliseconds) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return PlainValue.of(bytes.putInt(months).putInt(days).putInt((int) milliseconds).array());
  }

  private static Object nested(FieldVector vector, int index, DictionaryProvider dictionaries) {
    if (vector instanceof StructVector v) {
      Map<String, Object> struct = new LinkedHashMap<>();
      for (FieldVector child : v.getChildrenFromFields()) {
        struct.put(child.getName(), value(child, index, dictionaries));
      }
      return struct;
    }
    if (vector instanceof MapVector v) {
      List<FieldVector> entry = v.getDataVector().getChildrenFromFields();
      List<Object> entries = new ArrayList<>();
      for (int i = v.getElementStartIndex(index); i < v.getElementEndIndex(index); i++) {
        entries.add(
            new PlainValue.Entry(
                value(entry.get(0), i, dictionaries), value(entry.get(1), i, dictionaries)));
      }
      return entries;
    }
    if (vector instanceof ListVector v) {
      return range(
          v.getDataVector(),
          v.getElementStartIndex(index),
          v.getElementEndIndex(index),
          dictionaries);
    }
    if (vector instanceof LargeListVector v) {
      return range(
          v.getDataVector(),
          v.getElementStartIndex(index),
          v.getElementEndIndex(index),
          dictionaries);
    }
    if (vector instanceof ListViewVector v) {
      return range(
          v.getDataVector(),
          v.getElementStartIndex(index),
          v.getElementEndIndex(index),
          dictionaries);
    }
    if (vector instanceof LargeListViewVector v) {
      long start = v.getOffsetBuffer().getLong((long) index * Long.BYTES);
      long size = v.getSizeBuffer().getLong((long) index * Long.BYTES);
      return range(v.getDataVector(), start, start + size, dictionaries);
    }
    if (vector instanceof FixedSizeListVector v) {
      return range(
          v.getDataVector(),
          v.getElementStartIndex(index),
          v.getElementEndIndex(index),
          dictionaries);
    }
    throw new IllegalArgumentException("No expected value known for " + vector.getField());
  }

  private static List<Object> range(
      FieldVector values, long start, long end, DictionaryProvider dictionaries) {
    List<Object> list = new ArrayList<>();
    for (long i = start; i < end; i++) {
      list.add(value(values, Math.toIntExact(i), dictionaries));
    }
    return list;
  }
}
