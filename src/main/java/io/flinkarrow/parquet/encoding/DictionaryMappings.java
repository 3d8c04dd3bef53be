package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.SliceDictionary;
import java.util.Arrays;

/**
 * From ids of dictionaries that came with slices to ids of the chunk's dictionary. Mappings of the
 * few dictionaries used last are kept, so that dictionaries which take turns are not mapped again;
 * of large dictionaries only the last one.
 */
final class DictionaryMappings {

  /** In a mapping: the entry has not been looked up yet. */
  static final int UNMAPPED = -1;

  private static final int MOST_MAPPINGS = 4;
  private static final long MOST_BYTES = 4L << 20;
  private static final Mapping[] NONE = {};

  /** The last one used first. */
  private Mapping[] mappings = NONE;

  private record Mapping(SliceDictionary dictionary, int[] ids) {

    long retainedBytes() {
      return dictionary.retainedBytes() + (long) Integer.BYTES * ids.length;
    }
  }

  /** The chunk's id of each entry, or {@link #UNMAPPED}; to be completed by the caller. */
  int[] of(SliceDictionary dictionary) {
    int found = 0;
    while (found < mappings.length && !mappings[found].dictionary.equals(dictionary)) {
      found++;
    }
    Mapping mapping = found < mappings.length ? mappings[found] : unmapped(dictionary);
    if (found > 0 || mappings.length == 0) {
      mappings = withFirst(mapping);
    }
    return mapping.ids;
  }

  private static Mapping unmapped(SliceDictionary dictionary) {
    int[] ids = new int[dictionary.size()];
    Arrays.fill(ids, UNMAPPED);
    return new Mapping(dictionary, ids);
  }

  private Mapping[] withFirst(Mapping first) {
    Mapping[] kept = new Mapping[MOST_MAPPINGS];
    kept[0] = first;
    int count = 1;
    long bytes = first.retainedBytes();
    for (Mapping mapping : mappings) {
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

  /** Without the dictionary used last: who hands it in holds it anyway, once for all columns. */
  long retainedBytes() {
    long bytes = 0;
    for (Mapping mapping : mappings) {
      bytes += mapping.retainedBytes();
    }
    return mappings.length == 0 ? 0 : bytes - mappings[0].dictionary.retainedBytes();
  }

  void release() {
    mappings = NONE;
  }
}
