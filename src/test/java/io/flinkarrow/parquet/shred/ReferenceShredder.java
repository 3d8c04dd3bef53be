package io.flinkarrow.parquet.shred;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Levels and values by the book: every value of every row on its own, recursively, by the vectors'
 * own accessors. Slow and obvious.
 */
final class ReferenceShredder {

  /** One leaf: an entry a line, {@code value} null where there is none. */
  record Entry(int repetition, int definition, Object value) {}

  private final DictionaryProvider dictionaries;
  private final List<List<Entry>> leaves = new ArrayList<>();
  private int leaf;

  private ReferenceShredder(DictionaryProvider dictionaries) {
    this.dictionaries = dictionaries;
  }

  /**
   * The entries of some rows, by leaf.
   *
   * @param schema of the root; a sliced root does not keep all of it
   */
  static List<List<Entry>> shred(
      Schema schema,
      VectorSchemaRoot root,
      DictionaryProvider dictionaries,
      int fromRow,
      int rows) {
    ReferenceShredder shredder = new ReferenceShredder(dictionaries);
    for (FieldVector vector : root.getFieldVectors()) {
      shredder.countLeaves(vector);
    }
    for (int row = fromRow; row < fromRow + rows; row++) {
      shredder.leaf = 0;
      for (int i = 0; i < schema.getFields().size(); i++) {
        Field field = schema.getFields().get(i);
        shredder.slot(field, root.getVector(i), row, 0, 0, 0, field.isNullable());
      }
    }
    return shredder.leaves;
  }

  private void countLeaves(FieldVector encoded) {
    FieldVector vector = values(encoded);
    if (vector.getChildrenFromFields().isEmpty()) {
      leaves.add(new ArrayList<>());
    }
    vector.getChildrenFromFields().forEach(this::countLeaves);
  }

  private void slot(
      Field field, FieldVector vector, int i, int rep, int def, int maxRep, boolean nullable) {
    if (nullable && !(vector instanceof RunEndEncodedVector) && vector.isNull(i)) {
      missing(vector, rep, def);
      return;
    }
    if (vector instanceof RunEndEncodedVector runs) {
      int run = runs.getPhysicalIndex(i);
      slot(field.getChildren().get(1), runs.getValuesVector(), run, rep, def, maxRep, nullable);
      return;
    }
    if (field.getDictionary() != null) {
      FieldVector entries = values(vector);
      int entry = (int) ((BaseIntVector) vector).getValueAsLong(i);
      if (entries.isNull(entry)) {
        missing(entries, rep, def);
      } else {
        int below = nullable ? def + 1 : def;
        slot(entries.getField(), entries, entry, rep, below, maxRep, false);
      }
      return;
    }
    int present = nullable ? def + 1 : def;
    if (vector instanceof StructVector struct) {
      for (int c = 0; c < field.getChildren().size(); c++) {
        Field child = field.getChildren().get(c);
        FieldVector childVector = struct.getChildrenFromFields().get(c);
        slot(child, childVector, i, rep, present, maxRep, child.isNullable());
      }
    } else if (isList(vector)) {
      int start;
      int end;
      if (vector instanceof LargeListVector list) {
        start = (int) list.getElementStartIndex(i);
        end = (int) list.getElementEndIndex(i);
      } else if (vector instanceof LargeListViewVector list) {
        start = (int) list.getOffsetBuffer().getLong((long) i * Long.BYTES);
        end = start + (int) list.getSizeBuffer().getLong((long) i * Long.BYTES);
      } else {
        start = ((BaseListVector) vector).getElementStartIndex(i);
        end = ((BaseListVector) vector).getElementEndIndex(i);
      }
      FieldVector element = vector.getChildrenFromFields().get(0);
      if (start == end) {
        missing(element, rep, present);
      }
      int firstLeaf = leaf;
      Field elementField = field.getChildren().get(0);
      boolean elementNullable = !(vector instanceof MapVector) && elementField.isNullable();
      for (int j = start; j < end; j++) {
        leaf = firstLeaf;
        int elementRep = j == start ? rep : maxRep + 1;
        slot(elementField, element, j, elementRep, present + 1, maxRep + 1, elementNullable);
      }
    } else {
      leaves.get(leaf++).add(new Entry(rep, present, value(field, vector, i)));
    }
  }

  private static boolean isList(FieldVector vector) {
    return vector instanceof BaseListVector
        || vector instanceof LargeListVector
        || vector instanceof LargeListViewVector;
  }

  /** The entries of a dictionary-encoded vector, or the values of runs; any other one itself. */
  private FieldVector values(FieldVector vector) {
    if (vector instanceof RunEndEncodedVector runs) {
      return values(runs.getValuesVector());
    }
    return vector.getField().getDictionary() == null
        ? vector
        : dictionaries.lookup(vector.getField().getDictionary().getId()).getVector();
  }

  private void missing(FieldVector encoded, int rep, int def) {
    FieldVector vector = values(encoded);
    if (vector.getChildrenFromFields().isEmpty()) {
      leaves.get(leaf++).add(new Entry(rep, def, null));
    }
    vector.getChildrenFromFields().forEach(child -> missing(child, rep, def));
  }

  private Object value(Field field, FieldVector vector, int i) {
    ArrowType type = field.getType();
    if (vector instanceof VarCharVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof VarBinaryVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof LargeVarCharVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof LargeVarBinaryVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof BaseVariableWidthViewVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof FixedSizeBinaryVector v) {
      return ByteBuffer.wrap(v.get(i));
    } else if (vector instanceof Float2Vector v) {
      return ByteBuffer.wrap(new byte[] {(byte) v.get(i), (byte) (v.get(i) >> 8)});
    } else if (vector instanceof DateMilliVector v) {
      return (int) Math.floorDiv(v.get(i), 86_400_000L);
    } else if (vector instanceof TimeSecVector v) {
      return v.get(i) * 1000;
    } else if (vector instanceof TimeMilliVector v) {
      return v.get(i);
    } else if (vector instanceof TimeMicroVector v) {
      return v.get(i);
    } else if (vector instanceof TimeNanoVector v) {
      return v.get(i);
    } else if (vector instanceof TimeStampVector v) {
      boolean seconds = ((ArrowType.Timestamp) type).getUnit() == TimeUnit.SECOND;
      return seconds ? v.get(i) * 1000 : v.get(i);
    } else if (vector instanceof UInt1Vector v) {
      return v.get(i) & 0xFF;
    }
    Object value = vector.getObject(i);
    if (value instanceof BigDecimal decimal) {
      return decimal(decimal.unscaledValue(), ((ArrowType.Decimal) type).getPrecision());
    } else if (value instanceof Float number) {
      return Float.floatToRawIntBits(number);
    } else if (value instanceof Double number) {
      return Double.doubleToRawLongBits(number);
    } else if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    } else if (value instanceof Character character) {
      return (int) character;
    }
    return value;
  }

  private static Object decimal(BigInteger unscaled, int precision) {
    if (precision <= 9) {
      return unscaled.intValueExact();
    } else if (precision <= 18) {
      return unscaled.longValueExact();
    }
    int width = 1;
    while (BigInteger.TWO.pow(8 * width - 1).compareTo(BigInteger.TEN.pow(precision)) < 0) {
      width++;
    }
    byte[] bytes = new byte[width];
    Arrays.fill(bytes, (byte) unscaled.signum() < 0 ? (byte) -1 : 0);
    byte[] minimal = unscaled.toByteArray();
    System.arraycopy(minimal, 0, bytes, width - minimal.length, minimal.length);
    return ByteBuffer.wrap(bytes);
  }
}
