package io.flinkarrow.row.view;

import javax.annotation.Nullable;

/** A column of values that lie anywhere. */
abstract class LeafView extends ColumnView {

  @Nullable private final int[] numbers;

  LeafView(Places places) {
    super(places.slots());
    this.numbers = places.numbers();
  }

  /** Where the value of a slot lies. */
  final int at(int slot) {
    return numbers == null ? slot : numbers[slot];
  }
}
