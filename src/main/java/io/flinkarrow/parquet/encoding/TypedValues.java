package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.Dictionary;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.statistics.StatisticsCollector;

/**
 * What a column chunk does by its physical type: takes values in, with the dictionary and the
 * statistics of the type.
 */
abstract sealed class TypedValues permits NumericValues, ByteArrayValues, FixedByteArrayValues {

  private final LeafColumn column;

  TypedValues(LeafColumn column) {
    this.column = column;
  }

  abstract Dictionary dictionary();

  abstract StatisticsCollector statistics();

  /**
   * The bytes of the values, which are no runs, in PLAIN encoding; refuses those of other types.
   */
  abstract long plainBytes(LeafValues values);

  /** The bytes of one of the values in PLAIN encoding. */
  abstract int plainBytes(LeafValues values, int index);

  /**
   * Writes the dictionary ids of the values to {@code ids} and returns how many values were taken:
   * all, or those before the first that the dictionary has no room for.
   */
  abstract int lookUp(LeafValues values, int[] ids);

  /** The same with the values of runs, which have the room of entries that come with ids. */
  int lookUpRuns(LeafValues distinct, int[] ids) {
    return lookUp(distinct, ids);
  }

  /** Appends the values in PLAIN encoding. */
  abstract void putPlain(LeafValues values, ByteArrayBuilder out);

  /** Appends one of the values in PLAIN encoding. */
  abstract void putPlain(LeafValues values, int index, ByteArrayBuilder out);

  /**
   * Takes values into the statistics of the open page.
   *
   * @param heldAsIds whether {@link #observeIds} will show them again before the page is sealed
   */
  abstract void observe(LeafValues values, boolean heldAsIds);

  /** Takes the values of a page of ids into its statistics, if {@link #observe} has not. */
  abstract void observeIds(PageIds ids);

  /** Makes the open page's statistics those of the values that have these ids. */
  abstract void observeOnly(PageIds ids);

  /** The bytes of BYTE_ARRAY values without their lengths, of those that take {@code rawBytes}. */
  abstract long unencodedByteArrayBytes(int valueCount, long rawBytes);

  /** The bytes of values, which may be runs, in PLAIN encoding. */
  final long plainBytesOfAll(LeafValues values) {
    LeafValues distinct = values.distinct();
    int[] lengths = values.lengths();
    if (lengths == null) {
      return plainBytes(distinct);
    }
    long bytes = 0;
    for (int run = 0; run < distinct.count(); run++) {
      bytes += (long) plainBytes(distinct, run) * lengths[run];
    }
    return bytes;
  }

  /** Appends values, which may be runs, in PLAIN encoding. */
  final void putAll(LeafValues values, ByteArrayBuilder out) {
    LeafValues distinct = values.distinct();
    int[] lengths = values.lengths();
    if (lengths == null) {
      putPlain(distinct, out);
      return;
    }
    for (int run = 0; run < distinct.count(); run++) {
      putPlain(distinct, run, out);
      out.repeat(plainBytes(distinct, run), lengths[run] - 1);
    }
  }

  /** Gives up what only serves {@link #lookUp}, beside the dictionary. */
  void releaseLookUp() {}

  /** Heap bytes of what {@link #releaseLookUp} gives up. */
  long retainedLookUpBytes() {
    return 0;
  }

  final IllegalArgumentException unexpected(LeafValues values) {
    return ValuesEncoder.unexpected(column, values);
  }
}
