package io.flinkarrow.row.view;

import java.util.function.IntFunction;

/** Values that are made of what is stored whenever they are asked for. */
final class ConvertedView extends LeafView {

  private final IntFunction<?> values;

  /**
   * @param values by their number among the stored ones; the same at any time, for any thread
   */
  ConvertedView(Places places, IntFunction<?> values) {
    super(places);
    this.values = values;
  }

  @Override
  public Object value(int slot) {
    return values.apply(at(slot));
  }
}
