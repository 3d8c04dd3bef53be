package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.SliceDictionary;
import java.util.Arrays;

/**
 * Mappings of the few dictionaries that slices came with last, so that dictionaries which take
 * turns are not mapped again; the large ones of only the last.
 */
public final class DictionaryMappings {

  private static final int MOST_MAPPINGS = 4;
  private static final long MOST_BYTES = 4L << 20;
  private static final DictionaryMapping[] NONE = {};

  /** The last one used first. */
  private DictionaryMapping[] mappings = NONE;

  /**
   * Writes the ids that values have in the chunk's dictionary to {@code ids}; returns how many were
   * taken before that was full.
   */
  public int lookUp(DictionaryIds values, BytesDictionary dictionary, int[] ids) {
    SliceDictionary source = values.dictionary();
    DictionaryMapping mapping = of(source);
    int[] sourceIds = values.ids();
    int count = values.count();
    for (int i = 0; i < count; i++) {
      int sourceId = sourceIds[i];
      int id = mapping.idOf(sourceId);
      if (id == DictionaryMapping.UNMAPPED) {
        id =
            dictionary.lookUpEntry(
                source.bytes(), source.offset(sourceId), source.length(sourceId));
        if (id == Dictionary.FULL) {
          return i;
        }
        mapping.put(sourceId, id);
      }
      ids[i] = id;
    }
    return count;
  }

  /** To be completed by the caller. */
  public DictionaryMapping of(SliceDictionary dictionary) {
    int found = 0;
    while (found < mappings.length && !mappings[found].isOf(dictionary.identity())) {
      found++;
    }
    if (found == 0 && mappings.length > 0) {
      return mappings[0];
    }
    DictionaryMapping mapping =
        found < mappings.length
            ? mappings[found]
            : new DictionaryMapping(dictionary.identity(), dictionary.size());
    mappings = withFirst(mapping);
    return mapping;
  }

  private DictionaryMapping[] withFirst(DictionaryMapping first) {
    DictionaryMapping[] kept = new DictionaryMapping[MOST_MAPPINGS];
    kept[0] = first;
    int count = 1;
    long bytes = first.retainedBytes();
    for (DictionaryMapping mapping : mappings) {
      if (mapping != first && count < MOST_MAPPINGS) {
        bytes += mapping.retainedBytes();
        if (bytes > MOST_BYTES) {
          break;
        }
        kept[count++] = mapping;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  public long retainedBytes() {
    long bytes = 0;
    for (DictionaryMapping mapping : mappings) {
      bytes += mapping.retainedBytes();
    }
    return bytes;
  }

  public void release() {
    mappings = NONE;
  }
}
