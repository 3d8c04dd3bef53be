package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.LayoutVisitor;
import io.flinkarrow.layout.ViewForm;

/**
 * Plans columns of as many nulls as it is told: buffers of zeros.
 *
 * @param path of the uppermost column, for messages
 */
record NullSlots(String path, BodyPlan plan) implements LayoutVisitor<Integer, RuntimeException> {

  void plan(ColumnLayout column, int slots) {
    plan.node(slots, slots);
    if (column.hasValidity()) {
      zeros(Bitmaps.bytes(slots));
    }
    column.accept(this, slots);
  }

  private void zeros(long length) {
    plan.buffer(length, (target, offset) -> {});
  }

  private void children(ColumnLayout parent, int slots) {
    for (ColumnLayout child : parent.children()) {
      plan(child, slots);
    }
  }

  @Override
  public void nothing(ColumnLayout.Nothing column, Integer slots) {}

  @Override
  public void bits(ColumnLayout.Bits column, Integer slots) {
    zeros(Bitmaps.bytes(slots));
  }

  @Override
  public void fixed(ColumnLayout.Fixed column, Integer slots) {
    zeros((long) slots * column.width());
  }

  @Override
  public void indices(ColumnLayout.Indices column, Integer slots) {
    zeros((long) slots * column.width());
  }

  @Override
  public void bytes(ColumnLayout.Bytes column, Integer slots) {
    zeros((slots + 1L) * column.offsetWidth());
    plan.empty();
  }

  @Override
  public void views(ColumnLayout.Views column, Integer slots) {
    zeros((long) slots * ViewForm.WIDTH);
    plan.variadic(0);
  }

  @Override
  public void struct(ColumnLayout.Struct column, Integer slots) {
    children(column, slots);
  }

  @Override
  public void list(ColumnLayout.OffsetList column, Integer slots) {
    zeros((slots + 1L) * column.offsetWidth());
    children(column, 0);
  }

  @Override
  public void listViews(ColumnLayout.ListViews column, Integer slots) {
    zeros((long) slots * column.offsetWidth());
    zeros((long) slots * column.offsetWidth());
    children(column, 0);
  }

  @Override
  public void fixedSizeList(ColumnLayout.FixedSizeList column, Integer slots) {
    long elements = (long) slots * column.size();
    if (elements > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Column '%s' is not in the payload, and its nulls take %d elements, more than fit in a batch"
              .formatted(path, elements));
    }
    children(column, (int) elements);
  }

  @Override
  public void union(ColumnLayout.Union column, Integer slots) {
    throw withoutNulls();
  }

  @Override
  public void runEnds(ColumnLayout.RunEnds column, Integer slots) {
    throw withoutNulls();
  }

  private IllegalStateException withoutNulls() {
    return new IllegalStateException("Column '%s' has no nulls of its own".formatted(path));
  }
}
