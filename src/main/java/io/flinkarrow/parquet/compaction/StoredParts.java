package io.flinkarrow.parquet.compaction;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.column.StoredValues;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Parts of values that were read, and their sizes. What is held as ids stays ids: byte arrays of
 * one {@link SliceDictionary} for as long as their column chunk has one dictionary.
 */
final class StoredParts {

  /** What the values are, or the dictionary that they are entries of. */
  private LeafValues stored;

  /** Null if values are held themselves. */
  @Nullable private int[] ids;

  /** Of ids, the bytes of all values before each one. */
  private long[] bytesBefore = new long[1];

  /** Null before the first dictionary. */
  @Nullable private LeafValues.Bytes entries;

  @Nullable private SliceDictionary dictionary;

  void bind(StoredValues values) {
    boolean byId = values.ids() != null && values.stored() instanceof LeafValues.Bytes;
    ids = byId ? values.ids() : null;
    stored = byId ? values.stored() : values.ids() == null ? values.stored() : asNumbers(values);
    if (byId) {
      bindIds(values.count(), (LeafValues.Bytes) values.stored());
    }
  }

  private static LeafValues asNumbers(StoredValues values) {
    return values.stored().accept(new NumbersById(values));
  }

  private void bindIds(int count, LeafValues.Bytes bound) {
    if (entries == null
        || entries.bytes() != bound.bytes()
        || entries.offsets() != bound.offsets()) {
      entries = bound;
      dictionary = new SliceDictionary(bound.bytes(), bound.offsets(), bound.count());
    }
    if (bytesBefore.length <= count) {
      bytesBefore = new long[count + 1];
    }
    for (int i = 0; i < count; i++) {
      bytesBefore[i + 1] = bytesBefore[i] + Integer.BYTES + dictionary.length(ids[i]);
    }
  }

  boolean areByReference() {
    return ids != null;
  }

  /** What values {@code [from, to)} take PLAIN-encoded, booleans at a byte each. */
  long bytes(int from, int to) {
    return ids == null ? stored.accept(new Size(from, to)) : bytesBefore[to] - bytesBefore[from];
  }

  /** What they take here. */
  long heldBytes(int from, int to) {
    return ids == null ? bytes(from, to) : (long) Integer.BYTES * (to - from);
  }

  /** Values {@code [from, to)}. */
  LeafValues part(int from, int to) {
    if (ids != null) {
      int[] part = from == 0 ? ids : Arrays.copyOfRange(ids, from, to);
      return new LeafValues.DictionaryIds(part, to - from, dictionary);
    }
    return stored.accept(new Part(from, to));
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("Values that were read are no ids and in no runs");
  }

  /** Values of any width as they are, numbers as ids. */
  private record NumbersById(StoredValues values) implements LeafValues.VisitorOfFew<LeafValues> {

    @Override
    public LeafValues ints(LeafValues.Ints entries) {
      return new LeafValues.NumberIds(values.ids(), values.count(), entries);
    }

    @Override
    public LeafValues longs(LeafValues.Longs entries) {
      return new LeafValues.NumberIds(values.ids(), values.count(), entries);
    }

    @Override
    public LeafValues others(LeafValues entries) {
      return values.dense();
    }
  }

  private record Size(int from, int to) implements LeafValues.Visitor<Long> {

    private long of(int width) {
      return (long) width * (to - from);
    }

    @Override
    public Long booleans(LeafValues.Booleans values) {
      return of(1);
    }

    @Override
    public Long ints(LeafValues.Ints values) {
      return of(Integer.BYTES);
    }

    @Override
    public Long longs(LeafValues.Longs values) {
      return of(Long.BYTES);
    }

    @Override
    public Long bytes(LeafValues.Bytes values) {
      return of(Integer.BYTES) + values.offsets()[to] - values.offsets()[from];
    }

    @Override
    public Long fixedBytes(LeafValues.FixedBytes values) {
      return of(values.width());
    }

    @Override
    public Long dictionaryIds(LeafValues.DictionaryIds values) {
      throw unexpected();
    }

    @Override
    public Long numberIds(LeafValues.NumberIds values) {
      return values.entries().accept(this);
    }

    @Override
    public Long runs(LeafValues.Runs values) {
      throw unexpected();
    }
  }

  private record Part(int from, int to) implements LeafValues.Visitor<LeafValues> {

    private int count() {
      return to - from;
    }

    @Override
    public LeafValues booleans(LeafValues.Booleans values) {
      return new LeafValues.Booleans(BitRanges.copy(values.words(), from, to), count());
    }

    @Override
    public LeafValues ints(LeafValues.Ints values) {
      int[] part = from == 0 ? values.values() : Arrays.copyOfRange(values.values(), from, to);
      return new LeafValues.Ints(part, count());
    }

    @Override
    public LeafValues longs(LeafValues.Longs values) {
      long[] part = from == 0 ? values.values() : Arrays.copyOfRange(values.values(), from, to);
      return new LeafValues.Longs(part, count());
    }

    @Override
    public LeafValues bytes(LeafValues.Bytes values) {
      int[] offsets =
          from == 0 ? values.offsets() : Arrays.copyOfRange(values.offsets(), from, to + 1);
      return new LeafValues.Bytes(values.bytes(), offsets, count());
    }

    @Override
    public LeafValues fixedBytes(LeafValues.FixedBytes values) {
      int width = values.width();
      byte[] part =
          from == 0 ? values.bytes() : Arrays.copyOfRange(values.bytes(), from * width, to * width);
      return new LeafValues.FixedBytes(part, width, count());
    }

    @Override
    public LeafValues dictionaryIds(LeafValues.DictionaryIds values) {
      throw unexpected();
    }

    @Override
    public LeafValues numberIds(LeafValues.NumberIds values) {
      int[] part = from == 0 ? values.ids() : Arrays.copyOfRange(values.ids(), from, to);
      return new LeafValues.NumberIds(part, count(), values.entries());
    }

    @Override
    public LeafValues runs(LeafValues.Runs values) {
      throw unexpected();
    }
  }
}
