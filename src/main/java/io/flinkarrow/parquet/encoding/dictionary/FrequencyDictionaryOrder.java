package io.flinkarrow.parquet.encoding.dictionary;

import java.util.Arrays;

/**
 * An order of dictionary entries for a codec's benefit: the frequent ones first, so that the upper
 * bits of ids are mostly zeros, and those about as frequent as one another by value, so that
 * neighbours in the dictionary resemble each other.
 */
public final class FrequencyDictionaryOrder {

  private FrequencyDictionaryOrder() {}

  /** The ids of all entries, in the new order. */
  public static int[] of(NumberDictionary dictionary, PageIds ids) {
    int[] uses = new int[dictionary.size()];
    for (int i = 0; i < ids.count(); i++) {
      uses[ids.id(i)]++;
    }
    int[] order = new int[uses.length];
    int ordered = 0;
    for (int magnitude = 0; magnitude <= Integer.SIZE; magnitude++) {
      long[] entries = new long[uses.length - ordered];
      int length = 0;
      for (int id = 0; id < uses.length; id++) {
        if (Integer.numberOfLeadingZeros(uses[id]) == magnitude) {
          entries[length++] = dictionary.entry(id);
        }
      }
      Arrays.sort(entries, 0, length);
      for (int i = 0; i < length; i++) {
        order[ordered++] = dictionary.idOf(entries[i]);
      }
    }
    return order;
  }

  /** The same entries by their new ids. */
  public static PageIds translated(PageIds ids, int[] order) {
    return PageIds.of(ids.translated(inverse(order)));
  }

  /** The order that undoes another. */
  public static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int id = 0; id < order.length; id++) {
      inverse[order[id]] = id;
    }
    return inverse;
  }
}
