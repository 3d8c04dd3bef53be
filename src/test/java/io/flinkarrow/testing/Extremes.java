package io.flinkarrow.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder.ColumnOrderName;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The smallest and largest of some values under their column's order, as statistics must show them:
 * both {@code null} if there are no values, if the column has no order or, under the type-defined
 * order, if a NaN is among them. A zero is -0.0 as minimum and +0.0 as maximum.
 */
public record Extremes(Object min, Object max, long nanCount) {

  static Extremes of(PrimitiveType type, List<Object> values) {
    ColumnOrderName order = type.columnOrder().getColumnOrderName();
    long nans = values.stream().filter(value -> isNan(type, value)).count();
    if (values.isEmpty()
        || order == ColumnOrderName.UNDEFINED
        || (nans > 0 && order == ColumnOrderName.TYPE_DEFINED_ORDER)) {
      return new Extremes(null, null, nans);
    }
    Comparator<Object> comparator = comparator(type);
    Object min = null;
    Object max = null;
    for (Object value : values) {
      if (isNan(type, value) && nans < values.size()) {
        continue;
      }
      min = min == null || comparator.compare(value, min) < 0 ? value : min;
      max = max == null || comparator.compare(value, max) > 0 ? value : max;
    }
    return order == ColumnOrderName.TYPE_DEFINED_ORDER
        ? new Extremes(zero(type, min, true), zero(type, max, false), nans)
        : new Extremes(min, max, nans);
  }

  @SuppressWarnings("unchecked")
  static Comparator<Object> comparator(PrimitiveType type) {
    return (Comparator<Object>) (Comparator<?>) type.comparator();
  }

  /** A value of a column from the bytes that statistics hold for it. */
  static Object fromBytes(PrimitiveType type, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int expected =
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> bytes.length;
        };
    if (bytes.length != expected) {
      throw new IllegalArgumentException("%d bytes as a value of %s".formatted(bytes.length, type));
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> (Object) (in.get() != 0);
      case INT32 -> in.getInt();
      case INT64 -> in.getLong();
      case FLOAT -> in.getFloat();
      case DOUBLE -> in.getDouble();
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> Binary.fromConstantByteArray(bytes);
    };
  }

  /** The bytes that statistics hold for a value, nothing truncated. */
  static byte[] toBytes(Object value) {
    if (value instanceof Binary binary) {
      return binary.getBytes();
    }
    ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    if (value instanceof Boolean bool) {
      out.put((byte) (bool ? 1 : 0));
    } else if (value instanceof Integer number) {
      out.putInt(number);
    } else if (value instanceof Long number) {
      out.putLong(number);
    } else if (value instanceof Float number) {
      out.putInt(Float.floatToRawIntBits(number));
    } else {
      out.putLong(Double.doubleToRawLongBits((Double) value));
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static boolean isNan(PrimitiveType type, Object value) {
    if (value instanceof Float number) {
      return number.isNaN();
    }
    if (value instanceof Double number) {
      return number.isNaN();
    }
    return isFloat16(type) && Float.isNaN(half((Binary) value));
  }

  private static Object zero(PrimitiveType type, Object value, boolean negative) {
    if (value instanceof Float number && number == 0) {
      return negative ? -0.0f : 0.0f;
    }
    if (value instanceof Double number && number == 0) {
      return negative ? -0.0 : 0.0;
    }
    if (isFloat16(type) && half((Binary) value) == 0) {
      return Binary.fromConstantByteArray(new byte[] {0, (byte) (negative ? 0x80 : 0)});
    }
    return value;
  }

  private static boolean isFloat16(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
  }

  private static float half(Binary value) {
    byte[] bytes = value.getBytes();
    return Float16.toFloat((short) ((bytes[0] & 0xff) | (bytes[1] << 8)));
  }
}
