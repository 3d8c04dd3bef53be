package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * A dictionary-encoded column. Its indices are checked in two steps, for dictionaries may come,
 * grow and be replaced later.
 *
 * @param greatest index of a slot that is not null; -1 if there is none
 */
record IndexColumn(
    CheckedColumn column, ColumnLayout.Indices layout, HeapBuffer indices, long greatest) {

  /** Refuses indices that are negative, or too large for any dictionary. */
  static IndexColumn check(CheckedColumn column, ColumnLayout.Indices layout, HeapBuffer indices)
      throws MalformedBytesException {
    int width = layout.width();
    column.requireBytes(indices, (long) column.length() * width);
    long mask = layout.signed() || width == Long.BYTES ? -1 : (1L << (width * Byte.SIZE)) - 1;
    long least = 0;
    long greatest = -1;
    for (int i = 0; i < column.length(); i++) {
      if (!column.isNull(i)) {
        long index = indices.number(i, width) & mask;
        least = Math.min(least, index);
        greatest = Math.max(greatest, index);
      }
    }
    if (least < 0) {
      throw column.refused(indices, "has an index that is negative or has 64 bits");
    }
    return new IndexColumn(column, layout, indices, greatest);
  }

  long dictionaryId() {
    return layout.dictionaryId();
  }

  /** Refuses indices of a dictionary that is missing. */
  void requireUnused() throws MalformedBytesException {
    if (greatest >= 0) {
      throw column.refused(
          indices, "refers to dictionary %d, which has not come".formatted(dictionaryId()));
    }
  }

  /** Refuses indices beyond the dictionary, and those of nulls if the column is required. */
  void require(DictionaryBatch dictionary, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    if (greatest >= dictionary.size()) {
      throw column.refused(
          indices,
          "has an index beyond the %d values of dictionary %d"
              .formatted(dictionary.size(), dictionaryId()));
    }
    if (layout.nullable() || dictionary.nullCount() == 0) {
      return;
    }
    // Done again for each batch behind another dictionary, so it is paid for.
    budget.charge(column.length(), indices.origin());
    // One of the type Null has no validity.
    boolean allNull = dictionary.nullCount() == dictionary.size();
    Optional<ByteBuffer> validity =
        allNull ? Optional.empty() : Optional.of(dictionary.body().buffer(0));
    for (int i = 0; i < column.length(); i++) {
      if (!column.isNull(i)) {
        int index = index(i);
        boolean isNull = validity.isEmpty() || !Bitmaps.isSet(validity.get(), index);
        if (isNull && column.visible().visible(i, column, budget)) {
          throw column.refused(
              indices,
              "is declared not null but slot %d refers to a null of dictionary %d"
                  .formatted(i, dictionaryId()));
        }
      }
    }
  }

  /**
   * Charges for what a few bytes of indices refer to.
   *
   * @param lengths of the values of this column's dictionary, which has been checked
   */
  void chargeValues(IntToLongFunction lengths, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    long bytes = 0;
    for (int i = 0; i < column.length(); i++) {
      if (!column.isNull(i)) {
        bytes += lengths.applyAsLong(index(i));
      }
    }
    budget.chargeReferredTo(bytes, indices.origin());
  }

  private int index(int slot) {
    return (int) (indices.number(slot, layout.width()) & mask());
  }

  /** Takes the sign extension away; no checked index has more than 31 bits. */
  private long mask() {
    return layout.width() == Long.BYTES ? -1 : (1L << (layout.width() * Byte.SIZE)) - 1;
  }
}
