package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.levels.LeafPath;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The values of a leaf of a batch as a dictionary, if they are long and many slots refer to few of
 * them: through dictionaries, runs or list views. Each is then read once, however many rows have
 * it.
 *
 * @param ids by slot of the leaf; 0 for nulls
 */
public record ReferredValues(int[] ids, SliceDictionary dictionary) {

  /** It pays if what is referred to is this many times as long as what is there. */
  private static final int LEAST_SHARING = 4;

  /** Values are long if they have so many bytes on average. */
  private static final int LONG_BYTES = 1024;

  /**
   * @param slots of the leaf
   * @param referredBytes the bytes of the values of all rows, PLAIN-encoded
   * @param mostBytes of the dictionary
   * @return empty if values are better read one by one
   */
  public static Optional<ReferredValues> find(
      LeafPath path, ValueReader reader, int slots, long referredBytes, long mostBytes) {
    if (reader.isByReference() || reader.hasUnfitSlots() || path.hasUnfitLeafSlots()) {
      return Optional.empty();
    }
    long bytes = reader.plainBytes(0, slots);
    if (bytes < (long) LONG_BYTES * slots
        || bytes > mostBytes
        || referredBytes / LEAST_SHARING < bytes) {
      return Optional.empty();
    }
    ShredScratch scratch = ShredScratch.ofThread();
    LevelBuilder levels = scratch.levels;
    int hop = path.hops().length - 1;
    levels.build(path, hop, 0, slots, path.repetitionAt(hop), 0);
    int count = levels.slots().liveCount();
    if (count == 0) {
      return Optional.empty();
    }
    int[] live = scratch.values(slots);
    levels.slots().copyLive(live);
    int[] ids = new int[slots];
    for (int i = 0; i < count; i++) {
      ids[live[i]] = i;
    }
    return reader
        .read(levels, scratch)
        .accept(new Dictionaries())
        .map(dictionary -> new ReferredValues(ids, dictionary));
  }

  /** Values as a dictionary; none of types that are never long. */
  private static final class Dictionaries
      implements LeafValues.VisitorOfFew<Optional<SliceDictionary>> {

    @Override
    public Optional<SliceDictionary> bytes(LeafValues.Bytes values) {
      int start = values.offsets()[0];
      int[] offsets = new int[values.count() + 1];
      Arrays.setAll(offsets, i -> values.offsets()[i] - start);
      byte[] bytes = Arrays.copyOfRange(values.bytes(), start, values.offsets()[values.count()]);
      return Optional.of(new SliceDictionary(bytes, offsets, values.count()));
    }

    @Override
    public Optional<SliceDictionary> fixedBytes(LeafValues.FixedBytes values) {
      int[] offsets = new int[values.count() + 1];
      Arrays.setAll(offsets, i -> i * values.width());
      byte[] bytes = Arrays.copyOf(values.bytes(), values.count() * values.width());
      return Optional.of(new SliceDictionary(bytes, offsets, values.count()));
    }

    @Override
    public Optional<SliceDictionary> others(LeafValues values) {
      return Optional.empty();
    }
  }

  /** The values of the live slots that the levels were built for. */
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int[] slots = scratch.values(levels.slots().ranges().slots());
    levels.slots().copyLive(slots);
    int count = levels.slots().liveCount();
    for (int i = 0; i < count; i++) {
      slots[i] = ids[slots[i]];
    }
    return new DictionaryIds(slots, count, dictionary);
  }
}
