package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.predicate.values.ValueKeys;
import io.flinkarrow.parquet.predicate.values.ValueRanges;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.arrow.memory.util.Float16;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * From values in PLAIN encoding, without their lengths, to keys that sets of values have, of one
 * column of a file. Bytes of strangers: those that are no value have no key.
 */
abstract sealed class PlainKeys {

  /**
   * The bounds that a file states.
   *
   * @param min null if it states none
   * @param max null if it states none
   * @return empty if they do not say anything for certain
   */
  abstract Optional<Bounds> bounds(@Nullable byte[] min, @Nullable byte[] max);

  /** Whether {@code bytes[from .. from + length)} may be a value of a set. */
  abstract boolean mayBeIn(ValueSet values, byte[] bytes, int from, int length);

  /** Whether values may be NaNs, which no bounds tell of. */
  boolean haveNaNs() {
    return false;
  }

  /**
   * The values of a set.
   *
   * @return empty if there are more than {@code most}, or they have several forms
   */
  abstract Optional<List<byte[]>> valuesOf(ValueSet values, int most);

  /** Empty if values of the type cannot be read so. */
  static Optional<PlainKeys> of(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    boolean unsigned =
        annotation instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
    return Optional.ofNullable(
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> new Numbers(Form.BOOLEANS);
          case INT32 -> new Numbers(unsigned ? Form.UNSIGNED_INTS : Form.INTS);
          case INT64 -> new Numbers(unsigned ? Form.UNSIGNED_LONGS : Form.LONGS);
          case FLOAT -> new Numbers(Form.FLOATS);
          case DOUBLE -> new Numbers(Form.DOUBLES);
          case INT96 -> null;
          case BINARY ->
              annotation instanceof DecimalLogicalTypeAnnotation ? new Decimals(0) : new Bytes();
          case FIXED_LEN_BYTE_ARRAY ->
              annotation instanceof Float16LogicalTypeAnnotation
                  ? new Numbers(Form.HALVES)
                  : annotation instanceof DecimalLogicalTypeAnnotation
                      ? new Decimals(type.getTypeLength())
                      : new Bytes();
        });
  }

  private enum Form {
    BOOLEANS(1),
    INTS(Integer.BYTES),
    UNSIGNED_INTS(Integer.BYTES),
    LONGS(Long.BYTES),
    UNSIGNED_LONGS(Long.BYTES),
    HALVES(Short.BYTES),
    FLOATS(Integer.BYTES),
    DOUBLES(Long.BYTES);

    private final int width;

    Form(int width) {
      this.width = width;
    }

    private long key(byte[] bytes, int at) {
      return switch (this) {
        case BOOLEANS -> bytes[at] == 0 ? 0 : 1;
        case INTS -> (int) ByteArrayBuilder.INT.get(bytes, at);
        case UNSIGNED_INTS -> Integer.toUnsignedLong((int) ByteArrayBuilder.INT.get(bytes, at));
        case LONGS -> (long) ByteArrayBuilder.LONG.get(bytes, at);
        case UNSIGNED_LONGS -> ValueKeys.ofUnsigned((long) ByteArrayBuilder.LONG.get(bytes, at));
        case HALVES ->
            ValueKeys.ofHalfBits((short) ((bytes[at] & 0xFF) | (bytes[at + 1] << Byte.SIZE)));
        case FLOATS ->
            ValueKeys.ofDouble(Float.intBitsToFloat((int) ByteArrayBuilder.INT.get(bytes, at)));
        case DOUBLES -> ValueKeys.ofDoubleBits((long) ByteArrayBuilder.LONG.get(bytes, at));
      };
    }

    /** The value that has a key; empty if there is none. */
    private Optional<byte[]> value(long key) {
      byte[] bytes = new byte[Long.BYTES];
      switch (this) {
        case BOOLEANS -> bytes[0] = (byte) key;
        case INTS, UNSIGNED_INTS -> ByteArrayBuilder.INT.set(bytes, 0, (int) key);
        case LONGS -> ByteArrayBuilder.LONG.set(bytes, 0, key);
        case UNSIGNED_LONGS -> ByteArrayBuilder.LONG.set(bytes, 0, ValueKeys.ofUnsigned(key));
        case HALVES ->
            ByteArrayBuilder.INT.set(bytes, 0, (int) Float16.toFloat16((float) number(key)));
        case FLOATS ->
            ByteArrayBuilder.INT.set(bytes, 0, Float.floatToRawIntBits((float) number(key)));
        case DOUBLES -> ByteArrayBuilder.LONG.set(bytes, 0, ValueKeys.doubleBits(key));
      }
      return key(bytes, 0) == key ? Optional.of(Arrays.copyOf(bytes, width)) : Optional.empty();
    }

    private static double number(long key) {
      return Double.longBitsToDouble(ValueKeys.doubleBits(key));
    }

    private boolean isFloatingPoint() {
      return this == HALVES || this == FLOATS || this == DOUBLES;
    }
  }

  private static final class Numbers extends PlainKeys {

    private final Form form;

    private Numbers(Form form) {
      this.form = form;
    }

    /** A NaN as a bound tells nothing: who compares with it finds neither less nor greater. */
    @Override
    Optional<Bounds> bounds(@Nullable byte[] min, @Nullable byte[] max) {
      if (isNoBound(min) || isNoBound(max)) {
        return Optional.empty();
      }
      long least = min == null ? Long.MIN_VALUE : form.key(min, 0);
      long greatest = max == null ? Long.MAX_VALUE : form.key(max, 0);
      return least > greatest && !areZeros(least, greatest)
          ? Optional.empty()
          : Optional.of(new Bounds.OfKeys(Math.min(least, greatest), Math.max(least, greatest)));
    }

    @Override
    boolean haveNaNs() {
      return form.isFloatingPoint();
    }

    private boolean isNoBound(@Nullable byte[] bound) {
      return bound != null
          && (bound.length != form.width
              || (form.isFloatingPoint() && ValueKeys.isNaN(form.key(bound, 0))));
    }

    /** Writers that compare numbers may take either zero for the lesser one. */
    private boolean areZeros(long least, long greatest) {
      return form.isFloatingPoint()
          && least == ValueKeys.ofDouble(0.0)
          && greatest == ValueKeys.ofDouble(-0.0);
    }

    @Override
    boolean mayBeIn(ValueSet values, byte[] bytes, int from, int length) {
      if (length != form.width) {
        return true;
      }
      long key = form.key(bytes, from);
      return new Bounds.OfKeys(key, key).mayHold(values);
    }

    @Override
    Optional<List<byte[]>> valuesOf(ValueSet values, int most) {
      return EnumeratedValues.keys(values, most)
          .map(keys -> keys.stream().map(form::value).flatMap(Optional::stream).toList());
    }
  }

  private static final class Bytes extends PlainKeys {

    @Override
    Optional<Bounds> bounds(@Nullable byte[] min, @Nullable byte[] max) {
      byte[] least = min == null ? new byte[0] : min;
      return max != null && Arrays.compareUnsigned(least, max) > 0
          ? Optional.empty()
          : Optional.of(new Bounds.OfBytes(least, max));
    }

    @Override
    boolean mayBeIn(ValueSet values, byte[] bytes, int from, int length) {
      return isIn(values, bytes, from, length);
    }

    @Override
    Optional<List<byte[]>> valuesOf(ValueSet values, int most) {
      return EnumeratedValues.bytes(values, most);
    }
  }

  private static boolean isIn(ValueSet values, byte[] bytes, int from, int length) {
    return ValueRanges.bytes(values)
        .map(ranges -> ranges.contains(bytes, from, from + length))
        .orElse(true);
  }

  /** Big-endian in two's complement; a shortened one is another number. */
  private static final class Decimals extends PlainKeys {

    /** 0 if it varies. */
    private final int width;

    private Decimals(int width) {
      this.width = width;
    }

    @Override
    Optional<Bounds> bounds(@Nullable byte[] min, @Nullable byte[] max) {
      if (min == null || max == null || !isWhole(min.length) || !isWhole(max.length)) {
        return Optional.empty();
      }
      byte[] least = key(min, 0, min.length);
      byte[] greatest = key(max, 0, max.length);
      return Arrays.compareUnsigned(least, greatest) > 0
          ? Optional.empty()
          : Optional.of(new Bounds.OfBytes(least, greatest));
    }

    private boolean isWhole(int length) {
      return length > 0 && length <= ValueKeys.WIDE_BYTES && (width == 0 || length == width);
    }

    private static byte[] key(byte[] bytes, int from, int length) {
      byte[] key = new byte[ValueKeys.WIDE_BYTES];
      ValueKeys.putWide(bytes, from, length, key);
      return key;
    }

    @Override
    boolean mayBeIn(ValueSet values, byte[] bytes, int from, int length) {
      return !isWhole(length) || isIn(values, key(bytes, from, length), 0, ValueKeys.WIDE_BYTES);
    }

    /** Of those of varying length, each number has several forms. */
    @Override
    Optional<List<byte[]>> valuesOf(ValueSet values, int most) {
      if (width == 0 || width > ValueKeys.WIDE_BYTES) {
        return Optional.empty();
      }
      return EnumeratedValues.bytes(values, most)
          .map(keys -> keys.stream().map(this::value).flatMap(Optional::stream).toList());
    }

    private Optional<byte[]> value(byte[] key) {
      byte[] value = ValueKeys.wide(key, width);
      return Arrays.equals(key(value, 0, width), key) ? Optional.of(value) : Optional.empty();
    }
  }
}
