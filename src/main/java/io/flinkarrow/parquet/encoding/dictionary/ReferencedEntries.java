package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.statistics.BinaryStatistics;

/** Shows each dictionary entry that a page refers to once to the page's statistics. */
public final class ReferencedEntries {

  private ReferencedEntries() {}

  public static void observe(PageIds ids, BytesDictionary dictionary, BinaryStatistics statistics) {
    long[] marks = new long[(dictionary.size() + 63) >>> 6];
    ids.mark(marks);
    for (int word = 0; word < marks.length; word++) {
      for (long rest = marks[word]; rest != 0; rest &= rest - 1) {
        int id = (word << 6) + Long.numberOfTrailingZeros(rest);
        statistics.update(dictionary.bytes(), dictionary.start(id), dictionary.end(id));
      }
    }
  }
}
