package io.flinkarrow.row.view;

import java.util.function.LongFunction;

/** Numbers of a fixed width, and booleans. */
final class NumberView {

  private NumberView() {}

  static final class Booleans extends LeafView {
    private final long[] words;

    Booleans(Places places, long[] words) {
      super(places);
      this.words = words;
    }

    @Override
    public Object value(int slot) {
      return booleanAt(slot);
    }

    @Override
    boolean booleanAt(int slot) {
      int at = at(slot);
      return (words[at >>> 6] >>> at & 1) != 0;
    }
  }

  static final class Ints extends ColumnView {
    private final int[] values;

    Ints(Slots slots, int[] values) {
      super(slots);
      this.values = values;
    }

    @Override
    public Object value(int slot) {
      return intAt(slot);
    }

    @Override
    int intAt(int slot) {
      return values[slot];
    }
  }

  static final class Longs extends ColumnView {
    private final long[] values;

    Longs(Slots slots, long[] values) {
      super(slots);
      this.values = values;
    }

    @Override
    public Object value(int slot) {
      return longAt(slot);
    }

    @Override
    long longAt(int slot) {
      return values[slot];
    }
  }

  static final class Floats extends ColumnView {
    private final int[] bits;

    Floats(Slots slots, int[] bits) {
      super(slots);
      this.bits = bits;
    }

    @Override
    public Object value(int slot) {
      return floatAt(slot);
    }

    @Override
    float floatAt(int slot) {
      return Float.intBitsToFloat(bits[slot]);
    }
  }

  static final class Doubles extends ColumnView {
    private final long[] bits;

    Doubles(Slots slots, long[] bits) {
      super(slots);
      this.bits = bits;
    }

    @Override
    public Object value(int slot) {
      return doubleAt(slot);
    }

    @Override
    double doubleAt(int slot) {
      return Double.longBitsToDouble(bits[slot]);
    }
  }

  static final class ConvertedLongs extends ColumnView {
    private final long[] values;
    private final LongFunction<?> conversion;

    ConvertedLongs(Slots slots, long[] values, LongFunction<?> conversion) {
      super(slots);
      this.values = values;
      this.conversion = conversion;
    }

    @Override
    public Object value(int slot) {
      return conversion.apply(values[slot]);
    }
  }
}
