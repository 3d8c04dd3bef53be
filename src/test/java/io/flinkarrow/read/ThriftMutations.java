package io.flinkarrow.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.format.VariantType;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TFieldIdEnum;
import shaded.parquet.org.apache.thrift.TUnion;

/** Changes one field, anywhere within a structure of a file, to something that a liar could say. */
final class ThriftMutations {

  private static final int HIGHEST_FIELD = 32;
  private static final long[] EDGES = {
    0,
    -1,
    1,
    2,
    Byte.MAX_VALUE,
    Short.MAX_VALUE,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<LogicalType> TYPES =
      List.of(
          LogicalType.STRING(new StringType()),
          LogicalType.DATE(new DateType()),
          LogicalType.DECIMAL(new DecimalType(3, 12)),
          LogicalType.DECIMAL(new DecimalType(-1, 0)),
          LogicalType.INTEGER(new IntType((byte) 8, true)),
          LogicalType.INTEGER(new IntType((byte) 64, false)),
          LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))),
          LogicalType.LIST(new ListType()),
          LogicalType.MAP(new MapType()),
          LogicalType.UUID(new UUIDType()),
          LogicalType.FLOAT16(new Float16Type()),
          LogicalType.VARIANT(new VariantType()),
          LogicalType.UNKNOWN(new NullType()));

  private ThriftMutations() {}

  /** A field that is set, or an element of a list. */
  private interface Slot {
    Object value();

    /** Null takes it away. */
    void set(Object value);
  }

  private record FieldSlot(TBase<?, TFieldIdEnum> owner, TFieldIdEnum field) implements Slot {
    @Override
    public Object value() {
      return owner.getFieldValue(field);
    }

    @Override
    public void set(Object value) {
      if (value == null && owner instanceof TUnion<?, ?>) {
        owner.clear();
      } else {
        owner.setFieldValue(field, value);
      }
    }
  }

  private record ElementSlot(List<Object> list, int index) implements Slot {
    @Override
    public Object value() {
      return list.get(index);
    }

    @Override
    public void set(Object value) {
      if (value == null) {
        list.remove(index);
      } else {
        list.set(index, value);
      }
    }
  }

  /** Changes the structure in place. It may lack a required field then, and so not be writable. */
  static void mutate(TBase<?, ?> structure, Random random) {
    List<Slot> slots = new ArrayList<>();
    collect(structure, slots);
    Slot slot = slots.get(random.nextInt(slots.size()));
    Object value = slot.value();
    Slot other = slots.get(random.nextInt(slots.size()));
    boolean fits = value.getClass() == other.value().getClass() && !(value instanceof List<?>);
    slot.set(
        fits && random.nextInt(3) == 0
            ? other.value()
            : random.nextInt(8) == 0 ? null : changed(value, random));
  }

  @SuppressWarnings("unchecked")
  private static void collect(Object value, List<Slot> slots) {
    if (value instanceof TBase<?, ?> any) {
      TBase<?, TFieldIdEnum> structure = (TBase<?, TFieldIdEnum>) any;
      for (int id = 1; id <= HIGHEST_FIELD; id++) {
        TFieldIdEnum field = structure.fieldForId(id);
        if (field != null && structure.isSet(field)) {
          slots.add(new FieldSlot(structure, field));
          collect(structure.getFieldValue(field), slots);
        }
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        slots.add(new ElementSlot((List<Object>) list, i));
        collect(list.get(i), slots);
      }
    }
  }

  private static Object changed(Object value, Random random) {
    if (value instanceof Long number) {
      return random.nextBoolean() ? number + random.nextInt(9) - 4 : edge(random);
    }
    if (value instanceof Integer number) {
      return random.nextBoolean() ? number + random.nextInt(9) - 4 : (int) edge(random);
    }
    if (value instanceof Short || value instanceof Byte) {
      byte number = (byte) edge(random);
      return value instanceof Byte ? number : (Object) (short) number;
    }
    if (value instanceof Boolean truth) {
      return !truth;
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return value instanceof ByteBuffer ? ByteBuffer.wrap(bytes) : bytes;
    }
    if (value instanceof String string) {
      return random.nextBoolean() ? string + "x" : string.substring(string.length() / 2);
    }
    if (value instanceof Enum<?> constant) {
      Object[] constants = constant.getDeclaringClass().getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    if (value instanceof LogicalType) {
      return TYPES.get(random.nextInt(TYPES.size()));
    }
    if (value instanceof List<?> list) {
      return changedList(new ArrayList<>(list), random);
    }
    return null;
  }

  private static long edge(Random random) {
    return EDGES[random.nextInt(EDGES.length)];
  }

  private static List<Object> changedList(List<Object> list, Random random) {
    if (list.isEmpty() || random.nextInt(8) == 0) {
      return new ArrayList<>();
    }
    int at = random.nextInt(list.size());
    switch (random.nextInt(4)) {
      case 0 -> list.remove(at);
      case 1 -> list.add(random.nextInt(list.size() + 1), list.get(at));
      case 2 -> list.addAll(Collections.nCopies(random.nextInt(300), list.get(at)));
      default -> Collections.swap(list, at, random.nextInt(list.size()));
    }
    return list;
  }
}
