package io.flinkarrow.row.bind;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.RefusedValueException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.ColumnViews;
import io.flinkarrow.row.view.Slots;

/** Looks at each value of a column, so that none is refused later. */
final class CheckedValues {

  private CheckedValues() {}

  /**
   * @param charged reads what is looked at
   * @param lasting reads the same column without a budget
   * @param budget what each of the values is charged to
   * @throws UnfitSlotException if a value is refused
   */
  static ColumnView view(SlotReader charged, SlotReader lasting, Slots parent, RowBudget budget) {
    int count = parent.count();
    byte[] validity = new byte[Bitmaps.bytes(count)];
    for (int slot = 0; slot < count; slot++) {
      if (!parent.isNull(slot) && isValue(charged, slot, budget)) {
        Bitmaps.set(validity, 0, slot);
      }
    }
    return ColumnViews.converted(new Slots(count, validity, 0), lasting::read);
  }

  private static boolean isValue(SlotReader charged, int slot, RowBudget budget) {
    budget.startOver();
    try {
      return charged.read(slot) != null;
    } catch (RefusedValueException e) {
      throw new UnfitSlotException(
          slot,
          e.getCause() instanceof RuntimeException cause
              ? cause
              : new RefusedInputException(e.problem(), e));
    }
  }
}
