package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;

/** A list of any kind: slot {@code i} holds the element slots from offset i to offset i + 1. */
public abstract sealed class ListNode extends FieldNode permits OffsetListNode, FixedSizeListNode {

  private final FieldNode element;

  ListNode(FieldPosition position, FieldNode element) {
    super(position);
    this.element = element;
  }

  public final FieldNode element() {
    return element;
  }

  /** The first element slot of a slot, or the end of the last one. */
  public abstract int offset(int slot);

  /** Copies offsets {@code from} to {@code from + slots}, both included. */
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
