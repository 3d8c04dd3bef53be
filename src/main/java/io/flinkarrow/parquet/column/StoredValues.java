package io.flinkarrow.parquet.column;

import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Values of a leaf column that was read, themselves or by the ids of a dictionary. Lent until more
 * is read, except for a dictionary, which is never changed and may be kept.
 *
 * @param ids which of the stored values each one is; null if they are the stored ones in order
 * @param count how many there are, nulls not counted
 * @param stored the values themselves, or the dictionary of the column chunk
 */
public record StoredValues(@Nullable int[] ids, int count, LeafValues stored) {

  /** The values themselves. */
  public LeafValues dense() {
    return ids == null ? stored : stored.accept(new Chosen(ids, count));
  }

  /** The stored booleans or byte arrays, to be kept. */
  public LeafValues kept() {
    return ids == null ? stored.accept(new Copied(count)) : stored;
  }

  /** The first values in arrays of their own, no longer than they need. */
  private record Copied(int count) implements LeafValues.VisitorOfFew<LeafValues> {

    @Override
    public LeafValues booleans(LeafValues.Booleans values) {
      int words = (count + Long.SIZE - 1) >>> 6;
      return new LeafValues.Booleans(Arrays.copyOf(values.words(), words), count);
    }

    @Override
    public LeafValues bytes(LeafValues.Bytes values) {
      int[] offsets = Arrays.copyOf(values.offsets(), count + 1);
      return new LeafValues.Bytes(Arrays.copyOf(values.bytes(), offsets[count]), offsets, count);
    }

    @Override
    public LeafValues fixedBytes(LeafValues.FixedBytes values) {
      int width = values.width();
      byte[] bytes = Arrays.copyOf(values.bytes(), count * width);
      return new LeafValues.FixedBytes(bytes, width, count);
    }

    @Override
    public LeafValues others(LeafValues values) {
      throw new IllegalStateException("Numbers are kept where their slots are");
    }
  }

  /** Values by their ids. */
  private record Chosen(int[] ids, int count) implements LeafValues.VisitorOfFew<LeafValues> {

    @Override
    public LeafValues ints(LeafValues.Ints entries) {
      int[] values = new int[count];
      for (int i = 0; i < count; i++) {
        values[i] = entries.values()[ids[i]];
      }
      return new LeafValues.Ints(values, count);
    }

    @Override
    public LeafValues longs(LeafValues.Longs entries) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = entries.values()[ids[i]];
      }
      return new LeafValues.Longs(values, count);
    }

    @Override
    public LeafValues bytes(LeafValues.Bytes entries) {
      int[] starts = entries.offsets();
      int[] ends = new int[count + 1];
      for (int i = 0; i < count; i++) {
        ends[i + 1] = Math.addExact(ends[i], starts[ids[i] + 1] - starts[ids[i]]);
      }
      byte[] bytes = new byte[ends[count]];
      for (int i = 0; i < count; i++) {
        System.arraycopy(entries.bytes(), starts[ids[i]], bytes, ends[i], ends[i + 1] - ends[i]);
      }
      return new LeafValues.Bytes(bytes, ends, count);
    }

    @Override
    public LeafValues fixedBytes(LeafValues.FixedBytes entries) {
      int width = entries.width();
      byte[] bytes = new byte[Math.multiplyExact(count, width)];
      for (int i = 0; i < count; i++) {
        System.arraycopy(entries.bytes(), ids[i] * width, bytes, i * width, width);
      }
      return new LeafValues.FixedBytes(bytes, width, count);
    }

    @Override
    public LeafValues others(LeafValues entries) {
      throw new IllegalStateException("No ids are held of " + entries.getClass().getSimpleName());
    }
  }
}
