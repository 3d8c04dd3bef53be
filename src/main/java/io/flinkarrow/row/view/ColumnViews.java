package io.flinkarrow.row.view;

import java.util.Comparator;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** Makes the views of columns. Arrays are kept, and never changed where there are values. */
public final class ColumnViews {

  private ColumnViews() {}

  public static ColumnView nulls(int count) {
    return converted(new Places(Slots.allNull(count), null), value -> null);
  }

  /**
   * Values made of what is stored whenever they are asked for.
   *
   * @param values by their number among the stored ones; the same at any time, for any thread
   */
  public static ColumnView converted(Places places, IntFunction<?> values) {
    return new ConvertedView(places, values);
  }

  /**
   * The same of 64 bits each.
   *
   * @param values one for each slot
   * @param conversion the same at any time, for any thread
   */
  public static ColumnView converted(Slots slots, long[] values, LongFunction<?> conversion) {
    return new NumberView.ConvertedLongs(slots, values, conversion);
  }

  /** Objects that rows share. */
  public static ColumnView shared(Places places, Object[] values) {
    return new SharedView(places, values);
  }

  /**
   * @param values a bit each, least significant first
   */
  public static ColumnView booleans(Places places, long[] values) {
    return new NumberView.Booleans(places, values);
  }

  /**
   * INT, and what else Flink has 32 bits for.
   *
   * @param values one for each slot
   */
  public static ColumnView ints(Slots slots, int[] values) {
    return new NumberView.Ints(slots, values);
  }

  /**
   * BIGINT, and what else Flink has 64 bits for.
   *
   * @param values one for each slot
   */
  public static ColumnView longs(Slots slots, long[] values) {
    return new NumberView.Longs(slots, values);
  }

  /**
   * @param values raw bits, one for each slot
   */
  public static ColumnView floats(Slots slots, int[] values) {
    return new NumberView.Floats(slots, values);
  }

  /**
   * @param values raw bits, one for each slot
   */
  public static ColumnView doubles(Slots slots, long[] values) {
    return new NumberView.Doubles(slots, values);
  }

  /**
   * Strings that are parts of the array.
   *
   * @param offsets where each begins, and the last one ends
   */
  public static ColumnView strings(Places places, byte[] bytes, int[] offsets) {
    return new StringsView(places, bytes, offsets);
  }

  public static ColumnView rows(Slots slots, ColumnView... fields) {
    return new NestedView.Rows(slots, fields);
  }

  /**
   * @param offsets where each begins, and the last one ends
   */
  public static ColumnView arrays(Slots slots, int[] offsets, ColumnView elements) {
    return new NestedView.Arrays(slots, offsets, elements);
  }

  /**
   * Of entries with equal keys the last one counts.
   *
   * @param offsets where each begins, and the last one ends
   * @param order which keys are equal
   */
  public static ColumnView maps(
      Slots slots, int[] offsets, ColumnView keys, ColumnView values, Comparator<Object> order) {
    return new NestedView.Maps(slots, offsets, keys, values, order);
  }
}
