package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;

/**
 * A list of any kind. In order, slot {@code i} holds the element slots from offset i to offset i +
 * 1; only list views may not be in order.
 */
public abstract sealed class ListNode extends FieldNode
    permits OffsetListNode, FixedSizeListNode, ListViewNode {

  private final FieldNode element;

  ListNode(FieldPosition position, FieldNode element) {
    super(position);
    this.element = element;
  }

  public final FieldNode element() {
    return element;
  }

  /** Whether the elements of each slot begin where those of the slot before end. */
  public boolean isInOrder() {
    return true;
  }

  /** The first element slot of a slot. */
  public int first(int slot) {
    return offset(slot);
  }

  /** The end of the element slots of a slot. */
  public int end(int slot) {
    return offset(slot + 1);
  }

  /** The first element slot of a slot, or the end of the last one; only in order. */
  public abstract int offset(int slot);

  /**
   * Copies offsets {@code from} to {@code from + slots}, both included. If the list is not in
   * order, only their differences mean something: how many elements each slot has.
   */
  public abstract void offsets(int from, int slots, int[] target);

  @Override
  public final ListNode list() {
    return this;
  }

  @Override
  public final List<FieldNode> children() {
    return List.of(element);
  }
}
