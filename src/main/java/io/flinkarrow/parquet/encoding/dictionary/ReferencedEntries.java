package io.flinkarrow.parquet.encoding.dictionary;

import io.flinkarrow.parquet.statistics.BinaryStatistics;
import java.util.BitSet;

/** The dictionary entries that a page refers to, each once. */
public final class ReferencedEntries {

  private ReferencedEntries() {}

  /** Their ids. */
  public static int[] of(PageIds ids, int entries) {
    long[] marks = new long[(entries + 63) >>> 6];
    ids.mark(marks);
    return BitSet.valueOf(marks).stream().toArray();
  }

  /** Shows them to the page's statistics. */
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
