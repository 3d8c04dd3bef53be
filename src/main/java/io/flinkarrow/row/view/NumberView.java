package io.flinkarrow.row.view;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/** Numbers, most of which lie in the batch as Flink's type has them: no object is made of them. */
abstract class NumberView extends ColumnView {

  private static final VarHandle SHORT = handle(short[].class);
  private static final VarHandle INT = handle(int[].class);
  private static final VarHandle LONG = handle(long[].class);

  private final byte[] bytes;
  private final int start;

  /**
   * @param values a part of an array
   */
  NumberView(Slots slots, ByteBuffer values) {
    super(slots);
    this.bytes = values.array();
    this.start = values.arrayOffset();
  }

  private static VarHandle handle(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  final boolean bit(int slot) {
    return (bytes[start + (slot >>> 3)] >>> (slot & 7) & 1) != 0;
  }

  final byte oneByte(int slot) {
    return bytes[start + slot];
  }

  final short twoBytes(int slot) {
    return (short) SHORT.get(bytes, start + slot * Short.BYTES);
  }

  final int fourBytes(int slot) {
    return (int) INT.get(bytes, start + slot * Integer.BYTES);
  }

  final long eightBytes(int slot) {
    return (long) LONG.get(bytes, start + slot * Long.BYTES);
  }

  static final class Booleans extends NumberView {
    Booleans(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return bit(slot);
    }

    @Override
    boolean booleanAt(int slot) {
      return bit(slot);
    }
  }

  static final class Bytes extends NumberView {
    Bytes(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return oneByte(slot);
    }

    @Override
    byte byteAt(int slot) {
      return oneByte(slot);
    }
  }

  static final class Shorts extends NumberView {
    Shorts(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return twoBytes(slot);
    }

    @Override
    short shortAt(int slot) {
      return twoBytes(slot);
    }
  }

  static final class Ints extends NumberView {
    Ints(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return fourBytes(slot);
    }

    @Override
    int intAt(int slot) {
      return fourBytes(slot);
    }
  }

  static final class Longs extends NumberView {
    Longs(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return eightBytes(slot);
    }

    @Override
    long longAt(int slot) {
      return eightBytes(slot);
    }
  }

  static final class Floats extends NumberView {
    Floats(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return floatAt(slot);
    }

    @Override
    float floatAt(int slot) {
      return Float.intBitsToFloat(fourBytes(slot));
    }
  }

  static final class Doubles extends NumberView {
    Doubles(Slots slots, ByteBuffer values) {
      super(slots, values);
    }

    @Override
    public Object value(int slot) {
      return doubleAt(slot);
    }

    @Override
    double doubleAt(int slot) {
      return Double.longBitsToDouble(eightBytes(slot));
    }
  }

  static final class ConvertedLongs extends NumberView {
    private final LongFunction<?> conversion;

    ConvertedLongs(Slots slots, ByteBuffer values, LongFunction<?> conversion) {
      super(slots, values);
      this.conversion = conversion;
    }

    @Override
    public Object value(int slot) {
      return conversion.apply(eightBytes(slot));
    }
  }
}
