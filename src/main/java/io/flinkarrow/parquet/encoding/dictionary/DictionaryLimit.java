package io.flinkarrow.parquet.encoding.dictionary;

/**
 * The most bytes of a dictionary whose entries came with ids. An entry that has no room in the
 * chunk's dictionary is written as often as values refer to it, so the first one always has room,
 * and long ones have more room than entries that came as values.
 */
final class DictionaryLimit {

  /** Entries are long if they take so many bytes on average. */
  private static final int LONG_BYTES = 1024;

  /** How many times the limit of others long entries may take. */
  private static final int LIMITS_OF_LONG_ENTRIES = 64;

  /** What a dictionary page may have. */
  private static final int MOST_LONG_ENTRIES_BYTES = 1 << 30;

  private DictionaryLimit() {}

  /**
   * @param maximumBytes of entries that came as values
   * @param entries how many there would be with the next one
   * @param entryBytes what they would take, PLAIN-encoded
   */
  static int withIds(int maximumBytes, int entries, long entryBytes) {
    if (entries == 1) {
      return Integer.MAX_VALUE;
    }
    long most = Math.min((long) LIMITS_OF_LONG_ENTRIES * maximumBytes, MOST_LONG_ENTRIES_BYTES);
    return areLong(entries, entryBytes) ? (int) Math.max(maximumBytes, most) : maximumBytes;
  }

  static boolean areLong(int entries, long entryBytes) {
    return entryBytes >= (long) LONG_BYTES * entries;
  }
}
