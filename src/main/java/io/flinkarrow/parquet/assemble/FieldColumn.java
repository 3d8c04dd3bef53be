package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.column.StoredValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/**
 * A field of some rows, not put together: its slots, and below it the values of its leaf columns as
 * the file has them. Lent until more is read; rows are views of copies.
 */
public sealed interface FieldColumn {

  /** Lent like the levels of the leaf columns. */
  FieldSlots slots();

  /** Which slots are valid, a bit each, least significant first, to be kept; null if all are. */
  @Nullable
  default long[] validity() {
    return slots().noneIsNull() ? null : slots().validity().clone();
  }

  /** Where the field comes from. */
  Source source();

  /**
   * The field as the only one of a batch.
   *
   * @throws IOException if the leaf columns have what the field cannot have
   */
  default BatchBody body() throws IOException {
    return source().body();
  }

  /**
   * A field and the rows that it is put together from.
   *
   * @param leaves the same rows of each leaf column
   */
  record Source(FieldAssembly field, List<StoredSlice> leaves) {

    private BatchBody body() throws IOException {
      Map<Integer, LeafSlice> dense = new HashMap<>();
      IntFunction<LeafSlice> slices =
          leaf -> dense.computeIfAbsent(leaf, number -> leaves.get(number).dense());
      return new BatchAssembly(slices).body(List.of(field));
    }
  }

  /**
   * @param children with as many slots
   */
  record Struct(FieldSlots slots, List<FieldColumn> children, Source source)
      implements FieldColumn {}

  /**
   * Lists, and maps, whose elements are structs.
   *
   * @param offsets where in the elements those of each slot begin, and those of the last one end
   */
  record Lists(FieldSlots slots, int[] offsets, FieldColumn element, Source source)
      implements FieldColumn {}

  /**
   * A leaf column.
   *
   * @param values one for each slot that is valid
   */
  record Leaf(FieldSlots slots, StoredValues values, Source source) implements FieldColumn {

    /**
     * Of each slot the number of its value among those stored, to be kept; null if it is the slot's
     * own.
     */
    @Nullable
    public int[] numbers() {
      if (values.ids() != null) {
        return bySlot(values.ids());
      }
      return slots.noneIsNull() ? null : bySlot(IntStream.range(0, values.count()).toArray());
    }

    /**
     * Values where the slots are that have them, to be kept.
     *
     * @param dense one for each slot that is valid
     */
    public int[] bySlot(int[] dense) {
      if (slots.noneIsNull()) {
        return Arrays.copyOf(dense, slots.count());
      }
      int[] spread = new int[slots.count()];
      slots.forEachRun((slot, value, count) -> System.arraycopy(dense, value, spread, slot, count));
      return spread;
    }

    /** The same of 64 bits. */
    public long[] bySlot(long[] dense) {
      if (slots.noneIsNull()) {
        return Arrays.copyOf(dense, slots.count());
      }
      long[] spread = new long[slots.count()];
      slots.forEachRun((slot, value, count) -> System.arraycopy(dense, value, spread, slot, count));
      return spread;
    }

    /**
     * Values, or entries of a dictionary, as the only column of a batch, without nulls.
     *
     * @param stored of the form of the column's values
     * @throws IOException if one of them has no place there
     */
    public BatchBody body(LeafValues stored) throws IOException {
      return ((FieldAssembly.ValuesOf) source.field()).body(stored);
    }
  }
}
