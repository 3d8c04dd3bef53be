package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.values.PageEncoder;
import java.util.BitSet;
import org.apache.parquet.schema.PrimitiveType;

/** Counts the NaNs of pages that have some, which are few, however they hold their values. */
final class NaNCount {

  private static final int HALF_INFINITY = 0x7C00;
  private static final int FLOAT_INFINITY = 0x7F800000;
  private static final long DOUBLE_INFINITY = 0x7FF0000000000000L;

  private NaNCount() {}

  /** How many NaNs a page has, if its statistics want to know; else 0. */
  static long of(OpenPage page, TypedValues values, PrimitiveType type) {
    if (!values.statistics().wantsNaNCount()) {
      return 0;
    }
    int width = PageEncoder.widthOf(type);
    return page.holdsIds()
        ? ofIds(page.ids(), values.dictionary(), width)
        : nans(page.plain(), width).cardinality();
  }

  private static long ofIds(PageIds ids, Dictionary dictionary, int width) {
    ByteArrayBuilder entries = new ByteArrayBuilder();
    dictionary.putEntries(dictionary.size(), entries);
    BitSet nans = nans(entries, width);
    long count = 0;
    for (int i = 0; i < ids.count(); i++) {
      count += nans.get(ids.id(i)) ? 1 : 0;
    }
    return count;
  }

  /** Which of the values, PLAIN-encoded, are NaN. */
  private static BitSet nans(ByteArrayBuilder values, int width) {
    BitSet nans = new BitSet();
    for (int i = 0; i < values.length() / width; i++) {
      if (isNaN(values.array(), i * width, width)) {
        nans.set(i);
      }
    }
    return nans;
  }

  private static boolean isNaN(byte[] bytes, int from, int width) {
    long magnitude = bytes[from + width - 1] & 0x7F;
    for (int i = from + width - 2; i >= from; i--) {
      magnitude = (magnitude << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return magnitude
        > switch (width) {
          case Short.BYTES -> HALF_INFINITY;
          case Integer.BYTES -> FLOAT_INFINITY;
          case Long.BYTES -> DOUBLE_INFINITY;
          default -> throw new IllegalArgumentException("Not a width of numbers: " + width);
        };
  }
}
