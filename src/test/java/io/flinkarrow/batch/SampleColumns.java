package io.flinkarrow.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A field of every type that Arrow for Java has vectors for, and random values for them. */
public final class SampleColumns {

  private SampleColumns() {}

  public static List<Field> everyType() {
    List<Field> fields = new ArrayList<>();
    for (ArrowType type :
        List.of(
            new ArrowType.Null(),
            new ArrowType.Bool(),
            new ArrowType.Int(8, true),
            new ArrowType.Int(16, true),
            new ArrowType.Int(32, true),
            new ArrowType.Int(64, true),
            new ArrowType.Int(8, false),
            new ArrowType.Int(16, false),
            new ArrowType.Int(32, false),
            new ArrowType.Int(64, false),
            new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
            new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            new ArrowType.Decimal(30, 4, 128),
            new ArrowType.Decimal(60, 4, 256),
            new ArrowType.Date(DateUnit.DAY),
            new ArrowType.Date(DateUnit.MILLISECOND),
            new ArrowType.Time(TimeUnit.SECOND, 32),
            new ArrowType.Time(TimeUnit.MILLISECOND, 32),
            new ArrowType.Time(TimeUnit.MICROSECOND, 64),
            new ArrowType.Time(TimeUnit.NANOSECOND, 64),
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, null),
            new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin"),
            new ArrowType.Duration(TimeUnit.NANOSECOND),
            new ArrowType.Interval(IntervalUnit.YEAR_MONTH),
            new ArrowType.Interval(IntervalUnit.DAY_TIME),
            new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
            new ArrowType.FixedSizeBinary(7),
            new ArrowType.FixedSizeBinary(5000),
            new ArrowType.Utf8(),
            new ArrowType.LargeUtf8(),
            new ArrowType.Binary(),
            new ArrowType.LargeBinary(),
            new ArrowType.Utf8View(),
            new ArrowType.BinaryView())) {
      fields.add(field(type));
    }
    Field text = field(new ArrowType.Utf8());
    Field number = field(new ArrowType.Int(32, true));
    fields.add(field(new ArrowType.Struct(), text, number));
    for (ArrowType list :
        List.of(
            new ArrowType.List(),
            new ArrowType.LargeList(),
            new ArrowType.FixedSizeList(3),
            new ArrowType.ListView(),
            new ArrowType.LargeListView())) {
      fields.add(field(list, text));
    }
    fields.add(field(new ArrowType.List(), field(new ArrowType.List(), number)));
    fields.add(field(new ArrowType.List(), field(new ArrowType.Utf8View())));
    fields.add(
        field(
            new ArrowType.FixedSizeList(2),
            field(new ArrowType.Struct(), field(new ArrowType.LargeList(), text), number)));
    fields.add(
        field(
            new ArrowType.Map(false),
            new Field(
                "entries",
                FieldType.notNullable(new ArrowType.Struct()),
                List.of(new Field("key", FieldType.notNullable(text.getType()), null), number))));
    int[] ids = {MinorType.INT.ordinal(), MinorType.VARCHAR.ordinal()};
    fields.add(field(new ArrowType.Union(UnionMode.Sparse, ids), number, text));
    fields.add(field(new ArrowType.Union(UnionMode.Dense, new int[] {0, 1}), number, text));
    for (int width : new int[] {16, 32, 64}) {
      Field ends =
          new Field("run_ends", FieldType.notNullable(new ArrowType.Int(width, true)), null);
      Field values = new Field("values", FieldType.nullable(new ArrowType.Utf8()), null);
      fields.add(field(new ArrowType.RunEndEncoded(), ends, values));
    }
    return fields;
  }

  private static Field field(ArrowType type, Field... children) {
    String name = type.getTypeID().name().toLowerCase(java.util.Locale.ROOT);
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  public static VectorSchemaRoot random(
      Schema schema, int rows, double nulls, Random random, BufferAllocator allocator) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    root.getFieldVectors().forEach(vector -> fill(vector, rows, nulls, random));
    root.setRowCount(rows);
    return root;
  }

  static void fill(FieldVector vector, int count, double nulls, Random random) {
    vector.setInitialCapacity(count);
    vector.allocateNew();
    if (vector instanceof BaseFixedWidthVector fixed) {
      fixed.allocateNew(count);
      fill(vector.getDataBuffer(), random);
    }
    if (vector instanceof RunEndEncodedVector runs) {
      fillRuns(runs, count, nulls, random);
      return;
    }
    int children = 0;
    for (int i = 0; i < count; i++) {
      children += slot(vector, i, random.nextDouble() >= nulls, random);
    }
    List<FieldVector> below = vector.getChildrenFromFields();
    boolean aligned = vector instanceof StructVector || vector instanceof UnionVector;
    boolean entries = vector.getField().getType() instanceof ArrowType.Map;
    for (FieldVector child : below) {
      boolean notNull = entries || !child.getField().isNullable();
      fill(child, aligned ? count : children, notNull ? 0 : nulls, random);
    }
    vector.setValueCount(count);
  }

  /** Fills one slot and says how many slots of its children it takes. */
  private static int slot(FieldVector vector, int i, boolean set, Random random) {
    int size = set ? random.nextInt(4) : 0;
    if (vector instanceof NullVector) {
      return 0;
    } else if (vector instanceof BaseFixedWidthVector) {
      BitVectorHelper.setValidityBit(vector.getValidityBuffer(), i, set ? 1 : 0);
    } else if (vector instanceof UnionVector union) {
      union.setType(i, random.nextBoolean() ? MinorType.INT : MinorType.VARCHAR);
    } else if (vector instanceof DenseUnionVector union) {
      // Arrow for Java expects each child to be used in full, slot after slot, by turns here.
      union.setTypeId(i, (byte) (i % 2));
      union.getOffsetBuffer().setInt(i * 4L, i / 2);
      return 1;
    } else if (vector instanceof FixedSizeListVector list) {
      if (set) {
        list.startNewValue(i);
      } else {
        list.setNull(i);
      }
      return list.getListSize();
    } else if (!set) {
      vector.setNull(i);
    } else if (vector instanceof BaseVariableWidthVector text) {
      text.setSafe(i, text(random));
    } else if (vector instanceof BaseLargeVariableWidthVector text) {
      text.setSafe(i, text(random));
    } else if (vector instanceof BaseVariableWidthViewVector text) {
      text.setSafe(i, text(random));
    } else if (vector instanceof StructVector struct) {
      struct.setIndexDefined(i);
    } else if (vector instanceof ListVector list) {
      list.startNewValue(i);
      list.endValue(i, size);
      return size;
    } else if (vector instanceof LargeListVector list) {
      list.startNewValue(i);
      list.endValue(i, size);
      return size;
    } else if (vector instanceof ListViewVector list) {
      list.startNewValue(i);
      list.endValue(i, size);
      return size;
    } else if (vector instanceof LargeListViewVector list) {
      list.startNewValue(i);
      list.endValue(i, size);
      return size;
    } else {
      throw new AssertionError(vector.getClass());
    }
    return 0;
  }

  private static void fillRuns(RunEndEncodedVector vector, int count, double nulls, Random random) {
    FieldVector ends = vector.getRunEndsVector();
    ends.setInitialCapacity(count);
    ends.allocateNew();
    int width = ((BaseFixedWidthVector) ends).getTypeWidth();
    int runs = 0;
    for (int end = 0; end < count; runs++) {
      end = Math.min(count, end + 1 + random.nextInt(5));
      BitVectorHelper.setBit(ends.getValidityBuffer(), runs);
      for (int b = 0; b < width; b++) {
        ends.getDataBuffer().setByte((long) runs * width + b, b < 4 ? end >>> (8 * b) : 0);
      }
    }
    ends.setValueCount(runs);
    fill(vector.getValuesVector(), runs, nulls, random);
    vector.setValueCount(count);
  }

  private static void fill(ArrowBuf buffer, Random random) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    random.nextBytes(bytes);
    buffer.setBytes(0, bytes);
  }

  /** Some short enough to lie inside a view, some not. */
  private static byte[] text(Random random) {
    return "%016x"
        .formatted(random.nextLong())
        .repeat(2)
        .substring(0, random.nextInt(30))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
