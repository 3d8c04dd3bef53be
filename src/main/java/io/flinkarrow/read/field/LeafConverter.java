package io.flinkarrow.read.field;

import io.flinkarrow.value.FloatingPointConversions.FloatFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * Turns a leaf column's values into Flink's. A dictionary's entry is converted once, and the rows
 * share the result, so this is for immutable values.
 */
abstract class LeafConverter extends PrimitiveConverter {

  private final boolean shares;
  private Dictionary dictionary;
  private Object[] converted;
  private Object value;

  private LeafConverter(boolean shares) {
    this.shares = shares;
  }

  static LeafConverter ofBooleans() {
    return new Booleans();
  }

  static LeafConverter ofInts(IntFunction<?> conversion) {
    return new Ints(conversion);
  }

  static LeafConverter ofLongs(LongFunction<?> conversion) {
    return new Longs(conversion);
  }

  static LeafConverter ofFloats(FloatFunction conversion) {
    return new Floats(conversion);
  }

  static LeafConverter ofDoubles() {
    return new Doubles();
  }

  static LeafConverter ofBinaries(Function<Binary, ?> conversion) {
    return new Binaries(conversion, true);
  }

  /** For a column of any type whose values are never asked for. */
  static LeafConverter ofNone() {
    return new Binaries(value -> null, false);
  }

  /** Arrays can be changed, so each row has its own. */
  static LeafConverter ofByteArrays() {
    return new Binaries(Binary::getBytes, false);
  }

  /** What the last value became. */
  final Object value() {
    return value;
  }

  final void forget() {
    dictionary = null;
    converted = null;
    value = null;
  }

  @Override
  public final boolean hasDictionarySupport() {
    return shares;
  }

  @Override
  public final void setDictionary(Dictionary dictionary) {
    this.dictionary = dictionary;
    converted = new Object[dictionary.getMaxId() + 1];
  }

  @Override
  public final void addValueFromDictionary(int id) {
    if (converted[id] == null) {
      converted[id] = entry(dictionary, id);
    }
    value = converted[id];
  }

  abstract Object entry(Dictionary dictionary, int id);

  final void set(Object value) {
    this.value = value;
  }

  private static final class Booleans extends LeafConverter {
    private Booleans() {
      super(true);
    }

    @Override
    public void addBoolean(boolean value) {
      set(value);
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return dictionary.decodeToBoolean(id);
    }
  }

  private static final class Ints extends LeafConverter {
    private final IntFunction<?> conversion;

    private Ints(IntFunction<?> conversion) {
      super(true);
      this.conversion = conversion;
    }

    @Override
    public void addInt(int value) {
      set(conversion.apply(value));
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return conversion.apply(dictionary.decodeToInt(id));
    }
  }

  private static final class Longs extends LeafConverter {
    private final LongFunction<?> conversion;

    private Longs(LongFunction<?> conversion) {
      super(true);
      this.conversion = conversion;
    }

    @Override
    public void addLong(long value) {
      set(conversion.apply(value));
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return conversion.apply(dictionary.decodeToLong(id));
    }
  }

  private static final class Floats extends LeafConverter {
    private final FloatFunction conversion;

    private Floats(FloatFunction conversion) {
      super(true);
      this.conversion = conversion;
    }

    @Override
    public void addFloat(float value) {
      set(conversion.apply(value));
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return conversion.apply(dictionary.decodeToFloat(id));
    }
  }

  private static final class Doubles extends LeafConverter {
    private Doubles() {
      super(true);
    }

    @Override
    public void addDouble(double value) {
      set(value);
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return dictionary.decodeToDouble(id);
    }
  }

  private static final class Binaries extends LeafConverter {
    private final Function<Binary, ?> conversion;

    private Binaries(Function<Binary, ?> conversion, boolean shares) {
      super(shares);
      this.conversion = conversion;
    }

    @Override
    public void addBinary(Binary value) {
      set(conversion.apply(value));
    }

    @Override
    Object entry(Dictionary dictionary, int id) {
      return conversion.apply(dictionary.decodeToBinary(id));
    }
  }
}
