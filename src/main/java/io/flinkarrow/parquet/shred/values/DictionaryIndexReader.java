package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.schema.LeafLayout.DictionaryIndexes;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.levels.SlotRanges;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import io.flinkarrow.parquet.shred.nodes.DictionaryIndexBuffer;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Dictionary indexes to ids, and the dictionary. A slot whose index points to a null entry is null:
 * binding takes such entries into the leaf's validity.
 */
final class DictionaryIndexReader extends ValueReader {

  private static final SliceDictionary EMPTY = new SliceDictionary(new byte[0], new int[1], 0);

  private static final int CHUNK_BITS = 10;
  private static final int CHUNK = 1 << CHUNK_BITS;

  private final DictionaryIndexes layout;
  private final SharedDictionaries dictionaries;
  private DictionaryIndexBuffer indexes;
  private SliceDictionary dictionary = EMPTY;

  /** The bytes of the entries of all slots before each chunk of them. */
  private long[] bytesBefore = {};

  private int slots;
  private long bytesOfAll;

  private boolean unfitSlots;

  DictionaryIndexReader(DictionaryIndexes layout, SharedDictionaries dictionaries) {
    this.layout = layout;
    this.dictionaries = dictionaries;
  }

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    ByteBuffer buffer = leaf.buffer(batch, 1);
    indexes = new DictionaryIndexBuffer(buffer, layout.indexWidth(), layout.signed());
    leaf.checkLength(buffer, (long) leaf.length() * layout.indexWidth(), "indexes");
    Map<Long, DictionaryBuffers> ofBatch = batch.dictionaries();
    DictionaryBuffers buffers = ofBatch.get(layout.dictionaryId());
    if (buffers == null) {
      if (leaf.length() > 0 && !allNull(leaf)) {
        throw leaf.malformed("its dictionary " + layout.dictionaryId(), "only " + ofBatch.keySet());
      }
      dictionary = EMPTY;
    } else {
      bindDictionary(leaf, buffers);
    }
    sumUp(leaf.length());
  }

  /** Adds up the entries' bytes once, because they are asked for again and again. */
  private void sumUp(int length) {
    slots = length;
    bytesBefore = new long[(slots >>> CHUNK_BITS) + 1];
    int[] ids = new int[Math.min(CHUNK, slots)];
    int last = dictionary.size() - 1;
    int outside = 0;
    long bytes = 0;
    for (int from = 0; from < slots; from += CHUNK) {
      int count = Math.min(CHUNK, slots - from);
      indexes.copy(from, count, ids, 0);
      int outsideHere = 0;
      for (int i = 0; i < count; i++) {
        outsideHere |= ids[i] | (last - ids[i]);
      }
      bytesBefore[from >>> CHUNK_BITS] = bytes;
      for (int i = 0; i < count; i++) {
        bytes += outsideHere < 0 ? lengthOf(ids[i]) : dictionary.length(ids[i]);
      }
      outside |= outsideHere;
    }
    bytesOfAll = bytes;
    unfitSlots = outside < 0;
  }

  private int lengthOf(int id) {
    return id >= 0 && id < dictionary.size() ? dictionary.length(id) : 0;
  }

  @Override
  public void unbind() {
    indexes = null;
    dictionary = EMPTY;
    bytesBefore = new long[0];
    slots = 0;
    bytesOfAll = 0;
  }

  @Override
  public boolean hasUnfitSlots() {
    return unfitSlots;
  }

  @Override
  public boolean isByReference() {
    return true;
  }

  /** By entry lengths; an index out of range, as null slots may have, counts as an empty value. */
  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    int count = toSlot - fromSlot;
    long bytes =
        count < CHUNK ? bytes(fromSlot, toSlot) : bytesBefore(toSlot) - bytesBefore(fromSlot);
    return bytes + (long) count * VariableBytesReader.LENGTH_BYTES;
  }

  private long bytesBefore(int slot) {
    return slot == slots
        ? bytesOfAll
        : bytesBefore[slot >>> CHUNK_BITS] + bytes(slot & -CHUNK, slot);
  }

  private long bytes(int fromSlot, int toSlot) {
    long bytes = 0;
    for (int slot = fromSlot; slot < toSlot; slot++) {
      bytes += lengthOf(indexes.id(slot));
    }
    return bytes;
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return (long) (toSlot - fromSlot) * Integer.BYTES;
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    SlotRanges ranges = levels.slots().ranges();
    int[] ids = scratch.values(ranges.slots());
    int at = 0;
    for (int i = 0; i < ranges.count(); i++) {
      indexes.copy(ranges.from(i), ranges.length(i), ids, at);
      at += ranges.length(i);
    }
    Squeeze.ints(ids, at, levels.slots().live());
    int count = levels.slots().liveCount();
    if (unfitSlots) {
      check(ids, count, levels);
    }
    return new DictionaryIds(ids, count, dictionary);
  }

  @Override
  public LeafValues none() {
    return new DictionaryIds(new int[0], 0, dictionary);
  }

  private void bindDictionary(LeafNode leaf, DictionaryBuffers buffers) {
    long id = layout.dictionaryId();
    SliceDictionary known = dictionaries.find(buffers, id, layout.wideOffsets());
    dictionary =
        known != null
            ? known
            : dictionaries.of(
                BatchDictionary.checked(leaf, buffers, layout.wideOffsets()), buffers, id);
    if (dictionary.hasNulls()) {
      nullEntriesToSlots(leaf);
    }
  }

  /** Rare, so it may take a bitmap for the whole batch. */
  private void nullEntriesToSlots(LeafNode leaf) {
    int slots = leaf.length();
    byte[] bitmap = new byte[Bitmaps.bytes(slots)];
    int[] ids = new int[Math.min(CHUNK, slots)];
    for (int from = 0; from < slots; from += CHUNK) {
      int count = Math.min(CHUNK, slots - from);
      indexes.copy(from, count, ids, 0);
      for (int i = 0; i < count; i++) {
        int id = ids[i];
        boolean nullEntry = id >= 0 && id < dictionary.size() && dictionary.isNull(id);
        int slot = from + i;
        if (!nullEntry && (!leaf.hasNulls() || Bitmaps.isSet(leaf.validity(), slot))) {
          Bitmaps.set(bitmap, 0, slot);
        }
      }
    }
    ByteBuffer validity = ByteBuffer.wrap(bitmap).order(ByteOrder.LITTLE_ENDIAN);
    leaf.replaceValidity(Bitmaps.count(validity, slots) == slots ? null : validity);
  }

  private static boolean allNull(LeafNode leaf) {
    return leaf.hasNulls() && Bitmaps.count(leaf.validity(), leaf.length()) == 0;
  }

  private void check(int[] ids, int count, LevelBuilder levels) {
    for (int i = 0; i < count; i++) {
      if (ids[i] < 0 || ids[i] >= dictionary.size()) {
        throw levels.refusal(
            i,
            "the index is outside dictionary %d, which has %d entries; check what encoded the batch"
                .formatted(layout.dictionaryId(), dictionary.size()));
      }
    }
  }
}
