package io.flinkarrow.row.bind;

import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.StoredValues;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Places;
import io.flinkarrow.row.view.Slots;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * Makes each value of a column when it is bound, so that none is refused later; an entry of a
 * dictionary once for all rows of its column chunk, when one of them has it. Only for values that
 * rows may share. Too many to be kept are made again when they are asked for.
 */
final class MadeValues {

  /** With their objects some megabytes. */
  private static final int MOST_KEPT = 1 << 16;

  private final Maker maker;

  /** Null before the first one. */
  @Nullable private LeafValues dictionary;

  @Nullable private Values ofDictionary;

  /** The entries that were made; null if there are too many. */
  @Nullable private Object[] entries;

  /** Reads what is stored. */
  interface Maker {

    /**
     * @param stored values, or the entries of a dictionary
     * @throws IOException if the file has what the column cannot have
     */
    Values of(FieldColumn.Leaf column, LeafValues stored) throws IOException;
  }

  /** Values by their number among those stored; the same for any thread, after {@link #checked}. */
  interface Values {

    /**
     * A value that has not been checked yet. Only the thread that binds calls this.
     *
     * @throws RefusedValueException if it has no place in the type that is asked for
     */
    Object checked(int number);

    /** One that is known to have a place. */
    Object again(int number);
  }

  MadeValues(Maker maker) {
    this.maker = maker;
  }

  /**
   * The view of a leaf column.
   *
   * @throws UnfitSlotException if a value is refused
   */
  ColumnView view(Slots slots, FieldColumn.Leaf column) throws IOException {
    StoredValues values = column.values();
    Places places = new Places(slots, column.numbers());
    if (values.ids() == null) {
      dictionary = null;
      entries = null;
      ofDictionary = null;
      return inOrder(places, values.count(), maker.of(column, values.stored()));
    }
    if (values.stored() != dictionary) {
      dictionary = values.stored();
      ofDictionary = maker.of(column, dictionary);
      entries = dictionary.count() <= MOST_KEPT ? new Object[dictionary.count()] : null;
    }
    int[] ids = values.ids();
    for (int value = 0; value < values.count(); value++) {
      int id = ids[value];
      if (entries == null) {
        checked(ofDictionary, id, value, slots);
      } else if (entries[id] == null) {
        entries[id] = checked(ofDictionary, id, value, slots);
      }
    }
    return view(places, ofDictionary, entries);
  }

  private static ColumnView inOrder(Places places, int count, Values values) {
    Object[] kept = count <= MOST_KEPT ? new Object[count] : null;
    for (int value = 0; value < count; value++) {
      Object made = checked(values, value, value, places.slots());
      if (kept != null) {
        kept[value] = made;
      }
    }
    return view(places, values, kept);
  }

  /**
   * The view of a column of which each slot that is not null has a value of its own number.
   *
   * @throws UnfitSlotException if a value is refused
   */
  static ColumnView bySlot(Slots slots, Values values) {
    Object[] kept = slots.count() <= MOST_KEPT ? new Object[slots.count()] : null;
    for (int slot = 0; slot < slots.count(); slot++) {
      if (!slots.isNull(slot)) {
        Object made = checked(values, slot, slot, Slots.valid(slots.count()));
        if (kept != null) {
          kept[slot] = made;
        }
      }
    }
    return view(new Places(slots, null), values, kept);
  }

  private static ColumnView view(Places places, Values made, @Nullable Object[] kept) {
    return kept == null
        ? ColumnViews.converted(places, made::again)
        : ColumnViews.shared(places, kept);
  }

  private static Object checked(Values values, int number, int value, Slots slots) {
    try {
      return values.checked(number);
    } catch (RefusedValueException e) {
      throw new UnfitSlotException(
          slots.slotOf(value),
          e.getCause() instanceof RuntimeException cause
              ? cause
              : new RefusedInputException(e.problem(), e));
    }
  }
}
