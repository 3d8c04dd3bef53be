package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.NumberIds;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.dictionary.NumberDictionary;
import io.flinkarrow.parquet.encoding.dictionary.NumberMapping;
import io.flinkarrow.parquet.encoding.dictionary.PageIds;
import io.flinkarrow.parquet.encoding.dictionary.ReferencedEntries;
import io.flinkarrow.parquet.statistics.NumericStatistics;
import javax.annotation.Nullable;

/**
 * Numbers of one width, from values and from ids of dictionaries that were read. Statistics are
 * taken from the values, or of ids from their entries.
 */
abstract sealed class NumericValues extends TypedValues permits IntValues, LongValues {

  /** Null before the first ids: few columns get any. */
  @Nullable private NumberMapping mapping;

  /** Whether values of the open page came as ids and are not in its statistics yet. */
  private boolean owesIds;

  NumericValues(LeafColumn column) {
    super(column);
  }

  /** The bytes of a number; no field, because columns of idle files are many. */
  abstract int width();

  @Override
  abstract NumberDictionary dictionary();

  @Override
  abstract NumericStatistics statistics();

  /** Refuses values of other types. */
  abstract void check(LeafValues values);

  /** Does what {@link #lookUp} says for values that are no ids. */
  abstract int lookUpValues(LeafValues values, int[] ids);

  /** Appends {@code count} of the values in PLAIN encoding. */
  abstract void putPlain(LeafValues values, int from, int count, ByteArrayBuilder out);

  /** Takes values into the statistics of the open page. */
  abstract void observe(LeafValues values);

  /** Does the same with entries of the dictionary. */
  abstract void observeEntries(int[] ids);

  @Override
  final long plainBytes(LeafValues values) {
    NumberIds ids = values.numberIds();
    check(ids == null ? values : ids.entries());
    return (long) width() * values.count();
  }

  @Override
  final int plainBytes(LeafValues values, int index) {
    return width();
  }

  @Override
  final int lookUp(LeafValues values, int[] ids) {
    NumberIds byId = values.numberIds();
    if (byId == null) {
      return lookUpValues(values, ids);
    }
    if (mapping == null) {
      mapping = new NumberMapping();
    }
    return mapping.lookUp(byId, dictionary(), ids);
  }

  @Override
  final void putPlain(LeafValues values, ByteArrayBuilder out) {
    putPlain(values, 0, values.count(), out);
  }

  @Override
  final void putPlain(LeafValues values, int index, ByteArrayBuilder out) {
    putPlain(values, index, 1, out);
  }

  @Override
  final void observe(LeafValues values, boolean heldAsIds) {
    if (heldAsIds && values.numberIds() != null) {
      owesIds = true;
    } else {
      // They are cheaper to observe as they come.
      observe(values);
    }
  }

  @Override
  final void observeIds(PageIds ids) {
    if (owesIds) {
      observeEntries(ReferencedEntries.of(ids, dictionary().size()));
      owesIds = false;
    }
  }

  @Override
  final void observeOnly(PageIds ids) {
    statistics().forgetPage();
    observeEntries(ReferencedEntries.of(ids, dictionary().size()));
  }

  @Override
  final void releaseLookUp() {
    mapping = null;
  }

  @Override
  final long retainedLookUpBytes() {
    return mapping == null ? 0 : mapping.retainedBytes();
  }

  @Override
  final long unencodedByteArrayBytes(int valueCount, long rawBytes) {
    return 0;
  }
}
