package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.shred.nodes.ListViewNode;

/** Sizes of the elements of list views. Where these are in order, no sums are needed. */
final class ListViewSizes extends SummedSizes {

  /** The most lists that others refer to, which need sums of their own, in all columns. */
  private static final int MOST_REFERRED_TO = 1 << 22;

  private final ListViewNode list;
  private final SlotSizes elements;
  private final boolean listsCount;
  private final boolean referredTo;

  /**
   * @param elements the sizes of the elements
   * @param listsCount whether a list counts one, besides its elements
   * @param referredTo whether other slots refer to these
   */
  ListViewSizes(ListViewNode list, SlotSizes elements, boolean listsCount, boolean referredTo) {
    super(list, referredTo);
    this.list = list;
    this.elements = elements;
    this.listsCount = listsCount;
    this.referredTo = referredTo;
  }

  @Override
  public void bind(int columns) {
    if (list.isInOrder()) {
      return;
    }
    if (referredTo && (long) list.length() * columns > MOST_REFERRED_TO) {
      throw list.malformed(
          "at most %d lists for each of the %d columns, because they are out of order and below others"
              .formatted(MOST_REFERRED_TO / columns, columns),
          list.length() + "; split the batch or put the lists in order");
    }
    super.bind(columns);
  }

  @Override
  public long of(int from, int to) {
    if (list.isInOrder()) {
      return (listsCount ? (long) to - from : 0) + elements.of(list.offset(from), list.offset(to));
    }
    return super.of(from, to);
  }

  @Override
  long ofSlot(int slot) {
    return (listsCount ? 1 : 0) + elements.of(list.first(slot), list.end(slot));
  }
}
