package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.BatchBuffers.DictionaryBuffers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The dictionaries of the last batch, copied to the heap: as long as the next one's content is the
 * same, so is the {@link SliceDictionary}, and what is remembered about it stays useful.
 */
final class DictionaryCache {

  private record Key(long id, boolean wideOffsets) {}

  private final Map<Key, SliceDictionary> cached = new HashMap<>();

  /** The entries of a dictionary whose buffers were checked. */
  SliceDictionary dictionary(
      long id,
      boolean wideOffsets,
      DictionaryBuffers buffers,
      ByteBuffer offsets,
      ByteBuffer data) {
    Key key = new Key(id, wideOffsets);
    SliceDictionary last = cached.get(key);
    if (last != null
        && last.size() == buffers.size()
        && last.hashCode() == Long.hashCode(buffers.contentHash())
        && sameContent(last, offsets, data, wideOffsets)) {
      return last;
    }
    SliceDictionary copy = copy(buffers, offsets, data, wideOffsets);
    cached.put(key, copy);
    return copy;
  }

  long retainedBytes() {
    long bytes = 0;
    for (SliceDictionary dictionary : cached.values()) {
      bytes += dictionary.retainedBytes();
    }
    return bytes;
  }

  private static boolean sameContent(
      SliceDictionary last, ByteBuffer offsets, ByteBuffer data, boolean wideOffsets) {
    int size = last.size();
    if (size == 0) {
      return true;
    }
    long first = Offsets.at(offsets, wideOffsets, 0);
    for (int i = 1; i <= size; i++) {
      if (Offsets.at(offsets, wideOffsets, i) - first != last.offset(i)) {
        return false;
      }
    }
    ByteBuffer content = data.slice((int) first, last.offset(size));
    return content.equals(ByteBuffer.wrap(last.bytes(), 0, last.offset(size)));
  }

  private static SliceDictionary copy(
      DictionaryBuffers buffers, ByteBuffer offsets, ByteBuffer data, boolean wideOffsets) {
    int size = buffers.size();
    int[] copiedOffsets = new int[size + 1];
    if (size == 0) {
      return new SliceDictionary(new byte[0], copiedOffsets, 0, buffers.contentHash());
    }
    Offsets.copy(offsets, wideOffsets, 0, size, copiedOffsets);
    int first = copiedOffsets[0];
    Arrays.setAll(copiedOffsets, i -> copiedOffsets[i] - first);
    byte[] bytes = new byte[copiedOffsets[size]];
    data.get(first, bytes);
    return new SliceDictionary(bytes, copiedOffsets, size, buffers.contentHash());
  }
}
