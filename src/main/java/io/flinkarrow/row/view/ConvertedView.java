package io.flinkarrow.row.view;

import java.util.function.IntFunction;

/** Values that are made of what lies in the batch whenever they are asked for. */
final class ConvertedView extends ColumnView {

  private final IntFunction<?> values;

  /**
   * @param values by slot; the same at any time, for any thread
   */
  ConvertedView(Slots slots, IntFunction<?> values) {
    super(slots);
    this.values = values;
  }

  @Override
  public Object value(int slot) {
    return values.apply(slot);
  }
}
