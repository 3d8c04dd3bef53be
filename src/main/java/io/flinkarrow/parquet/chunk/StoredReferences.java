package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.column.StoredValues;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * Values that were read, as values that come by reference: by the ids of the chunk that they were
 * read from, or as runs of one value each. Either way they have the room in a dictionary that
 * entries have. Of the dictionary of a chunk only one copy is made.
 */
final class StoredReferences {

  @Nullable private LeafValues stored;
  @Nullable private SliceDictionary dictionary;

  LeafSlice in(StoredSlice slice) {
    StoredValues values = slice.values();
    LeafValues references =
        values.ids() == null
            ? new LeafValues.Runs(values.stored(), ones(values.count()), values.count())
            : new LeafValues.DictionaryIds(values.ids(), values.count(), of(values.stored()));
    return new LeafSlice(slice.rowCount(), slice.levels(), references);
  }

  private static int[] ones(int count) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, 1);
    return lengths;
  }

  private SliceDictionary of(LeafValues entries) {
    if (entries != stored) {
      dictionary = entries.accept(new Dictionaries());
      stored = entries;
    }
    return dictionary;
  }

  private static final class Dictionaries implements LeafValues.VisitorOfFew<SliceDictionary> {

    @Override
    public SliceDictionary bytes(LeafValues.Bytes entries) {
      return new SliceDictionary(entries.bytes(), entries.offsets(), entries.count());
    }

    @Override
    public SliceDictionary fixedBytes(LeafValues.FixedBytes entries) {
      int[] offsets = new int[entries.count() + 1];
      Arrays.setAll(offsets, i -> i * entries.width());
      byte[] bytes = Arrays.copyOf(entries.bytes(), entries.count() * entries.width());
      return new SliceDictionary(bytes, offsets, entries.count());
    }

    @Override
    public SliceDictionary others(LeafValues entries) {
      throw new IllegalStateException("No ids are held of " + entries.getClass().getSimpleName());
    }
  }
}
