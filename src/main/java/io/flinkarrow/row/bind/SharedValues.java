package io.flinkarrow.row.bind;

import io.flinkarrow.value.HeapSizes;

/**
 * Values that many slots may name, each made once as far as the budget lets it be kept until the
 * batch ends. Only for immutable values, because rows share them. Costs nothing before the first is
 * read.
 */
final class SharedValues implements SlotReader {

  private final SlotReader values;
  private final int count;
  private final RowBudget budget;
  private final String path;
  private Made[] made;

  /**
   * @param bytes what it costs each row that has it
   */
  private record Made(Object value, long bytes) {}

  /**
   * @param count how many of the values, the first ones, may be kept
   */
  SharedValues(SlotReader values, int count, RowBudget budget, String path) {
    this.values = values;
    this.count = count;
    this.budget = budget;
    this.path = path;
  }

  @Override
  public Object read(int slot) {
    if (made == null) {
      made = new Made[budget.keep(HeapSizes.list(count)) ? count : 0];
    }
    if (slot >= made.length) {
      return values.read(slot);
    }
    Made known = made[slot];
    if (known != null) {
      budget.charge(known.bytes, path);
      return known.value;
    }
    long before = budget.spent();
    Object value = values.read(slot);
    long bytes = budget.spent() - before;
    if (budget.keep(bytes + HeapSizes.FIXED)) {
      made[slot] = new Made(value, bytes);
    }
    return value;
  }
}
