package io.flinkarrow.row.view;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * Makes the views of columns. Buffers are parts of arrays, little-endian, as long as their slots
 * need, and never changed.
 */
public final class ColumnViews {

  private ColumnViews() {}

  public static ColumnView nulls(int count) {
    return converted(Slots.allNull(count), slot -> null);
  }

  /**
   * Values made of what lies in the batch whenever they are asked for.
   *
   * @param values by slot; the same at any time, for any thread
   */
  public static ColumnView converted(Slots slots, IntFunction<?> values) {
    return new ConvertedView(slots, values);
  }

  /**
   * The same of 64 bits each.
   *
   * @param conversion the same at any time, for any thread
   */
  public static ColumnView converted(Slots slots, ByteBuffer values, LongFunction<?> conversion) {
    return new NumberView.ConvertedLongs(slots, values, conversion);
  }

  public static ColumnView booleans(Slots slots, ByteBuffer values) {
    return new NumberView.Booleans(slots, values);
  }

  /** TINYINT. */
  public static ColumnView bytes(Slots slots, ByteBuffer values) {
    return new NumberView.Bytes(slots, values);
  }

  /** SMALLINT. */
  public static ColumnView shorts(Slots slots, ByteBuffer values) {
    return new NumberView.Shorts(slots, values);
  }

  /** INT, and what else Flink has 32 bits for. */
  public static ColumnView ints(Slots slots, ByteBuffer values) {
    return new NumberView.Ints(slots, values);
  }

  /** BIGINT, and what else Flink has 64 bits for. */
  public static ColumnView longs(Slots slots, ByteBuffer values) {
    return new NumberView.Longs(slots, values);
  }

  public static ColumnView floats(Slots slots, ByteBuffer values) {
    return new NumberView.Floats(slots, values);
  }

  public static ColumnView doubles(Slots slots, ByteBuffer values) {
    return new NumberView.Doubles(slots, values);
  }

  /**
   * Strings that are parts of the array.
   *
   * @param offsets of 32 bits, in the same array as the data
   */
  public static ColumnView strings(Slots slots, ByteBuffer offsets, ByteBuffer data) {
    return new BytesView.Strings(slots, offsets, data);
  }

  /**
   * Binaries, each a copy.
   *
   * @param offsets of 32 bits, in the same array as the data
   */
  public static ColumnView binaries(Slots slots, ByteBuffer offsets, ByteBuffer data) {
    return new BytesView.Binaries(slots, offsets, data);
  }

  public static ColumnView rows(Slots slots, ColumnView... fields) {
    return new NestedView.Rows(slots, fields);
  }

  /**
   * @param offsets of 32 bits
   */
  public static ColumnView arrays(Slots slots, ByteBuffer offsets, ColumnView elements) {
    return new NestedView.Arrays(slots, offsets, elements);
  }

  /**
   * Of entries with equal keys the last one counts.
   *
   * @param offsets of 32 bits
   * @param order which keys are equal
   */
  public static ColumnView maps(
      Slots slots,
      ByteBuffer offsets,
      ColumnView keys,
      ColumnView values,
      Comparator<Object> order) {
    return new NestedView.Maps(slots, offsets, keys, values, order);
  }
}
