package io.flinkarrow.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** Ten mixed flat columns from a fixed seed, as vectors and as rows over the same vectors. */
final class FlatRows {

  private static final String[] CITIES = {"Lisbon", "Oslo", "Quito", "Nairobi", "Hanoi", "Perth"};

  private FlatRows() {}

  private static Field field(String name, boolean nullable, ArrowType type) {
    return new Field(name, new FieldType(nullable, type, null), List.of());
  }

  static Schema schema() {
    ArrowType int32 = new ArrowType.Int(32, true);
    return new Schema(
        List.of(
            field("id", false, new ArrowType.Int(64, true)),
            field("time", false, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
            field("kind", false, int32),
            field("count", true, int32),
            field("price", true, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            field("score", false, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            field("day", false, new ArrowType.Date(DateUnit.DAY)),
            field("paid", true, ArrowType.Bool.INSTANCE),
            field("city", true, ArrowType.Utf8.INSTANCE),
            field("session", false, ArrowType.Utf8.INSTANCE)));
  }

  static RowType rowType() {
    LogicalType[] types = {
      new BigIntType(false),
      new TimestampType(false, 6),
      new IntType(false),
      new IntType(),
      new DoubleType(),
      new DoubleType(false),
      new DateType(false),
      new BooleanType(),
      new VarCharType(VarCharType.MAX_LENGTH),
      new VarCharType(false, VarCharType.MAX_LENGTH)
    };
    String[] names = schema().getFields().stream().map(Field::getName).toArray(String[]::new);
    return RowType.of(false, types, names);
  }

  static VectorSchemaRoot generate(BufferAllocator allocator, int rows) {
    Random random = new Random(42);
    VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
    root.getFieldVectors().forEach(vector -> vector.setInitialCapacity(rows));
    root.allocateNew();
    long time = 1_700_000_000_000_000L;
    for (int i = 0; i < rows; i++) {
      time += random.nextInt(2_000_000);
      ((BigIntVector) root.getVector("id")).setSafe(i, i);
      ((TimeStampMicroVector) root.getVector("time")).setSafe(i, time);
      ((IntVector) root.getVector("kind")).setSafe(i, random.nextInt(8));
      if (random.nextInt(10) != 0) {
        ((IntVector) root.getVector("count")).setSafe(i, random.nextInt(1000));
      }
      if (random.nextInt(20) != 0) {
        ((Float8Vector) root.getVector("price")).setSafe(i, random.nextInt(10_000) / 100.0);
      }
      ((Float8Vector) root.getVector("score")).setSafe(i, random.nextDouble());
      ((DateDayVector) root.getVector("day")).setSafe(i, 19_000 + i * 365 / rows);
      if (random.nextInt(10) != 0) {
        ((BitVector) root.getVector("paid")).setSafe(i, random.nextInt(2));
      }
      if (random.nextInt(50) != 0) {
        text(root, "city", i, CITIES[random.nextInt(CITIES.length)]);
      }
      text(root, "session", i, Long.toHexString(random.nextLong()));
    }
    root.setRowCount(rows);
    return root;
  }

  private static void text(VectorSchemaRoot root, String name, int index, String value) {
    ((VarCharVector) root.getVector(name)).setSafe(index, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A row that reads the vectors at its position: the cheapest way to give the rival rows. */
  static final class Row implements RowData {
    private final BigIntVector id;
    private final TimeStampMicroVector time;
    private final IntVector[] ints;
    private final Float8Vector[] doubles;
    private final DateDayVector day;
    private final BitVector paid;
    private final VarCharVector[] texts;
    private final VectorSchemaRoot root;
    private int position;

    Row(VectorSchemaRoot root) {
      this.root = root;
      id = (BigIntVector) root.getVector(0);
      time = (TimeStampMicroVector) root.getVector(1);
      ints = new IntVector[] {(IntVector) root.getVector(2), (IntVector) root.getVector(3)};
      doubles =
          new Float8Vector[] {(Float8Vector) root.getVector(4), (Float8Vector) root.getVector(5)};
      day = (DateDayVector) root.getVector(6);
      paid = (BitVector) root.getVector(7);
      texts =
          new VarCharVector[] {
            (VarCharVector) root.getVector(8), (VarCharVector) root.getVector(9)
          };
    }

    void position(int position) {
      this.position = position;
    }

    @Override
    public int getArity() {
      return 10;
    }

    @Override
    public RowKind getRowKind() {
      return RowKind.INSERT;
    }

    @Override
    public void setRowKind(RowKind kind) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isNullAt(int column) {
      return root.getVector(column).isNull(position);
    }

    @Override
    public boolean getBoolean(int column) {
      return paid.get(position) != 0;
    }

    @Override
    public int getInt(int column) {
      return column == 6 ? day.get(position) : ints[column - 2].get(position);
    }

    @Override
    public long getLong(int column) {
      return id.get(position);
    }

    @Override
    public double getDouble(int column) {
      return doubles[column - 4].get(position);
    }

    @Override
    public StringData getString(int column) {
      return StringData.fromBytes(texts[column - 8].get(position));
    }

    @Override
    public TimestampData getTimestamp(int column, int precision) {
      long micros = time.get(position);
      return TimestampData.fromEpochMillis(
          Math.floorDiv(micros, 1000), Math.floorMod(micros, 1000) * 1000);
    }

    @Override
    public byte getByte(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public short getShort(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float getFloat(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public DecimalData getDecimal(int column, int precision, int scale) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> RawValueData<T> getRawValue(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] getBinary(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ArrayData getArray(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MapData getMap(int column) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RowData getRow(int column, int fieldCount) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Variant getVariant(int column) {
      throw new UnsupportedOperationException();
    }
  }
}
