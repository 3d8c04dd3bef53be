package io.flinkarrow.row.view;

/** Values that are there as objects, which rows share. */
final class SharedView extends LeafView {

  private final Object[] values;

  SharedView(Places places, Object[] values) {
    super(places);
    this.values = values;
  }

  @Override
  public Object value(int slot) {
    return values[at(slot)];
  }
}
