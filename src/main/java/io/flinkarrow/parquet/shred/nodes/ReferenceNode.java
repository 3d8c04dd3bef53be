package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;

/**
 * A field whose slots have no values of their own: each refers to a slot of another field. Any
 * number of slots may refer to the same one, in any order.
 */
public abstract sealed class ReferenceNode extends FieldNode permits DictionaryNode, RunEndNode {

  private final FieldNode values;

  ReferenceNode(FieldPosition position, FieldNode values) {
    super(position);
    this.values = values;
  }

  /** What the slots refer to. */
  public final FieldNode values() {
    return values;
  }

  /** Whether a slot refers to none of the values; nulls may yet hide it. */
  public abstract boolean hasUnfitSlots();

  /** The slot of the values that a slot refers to; -1 if there is no such. */
  public abstract int valueSlot(int slot);

  /** The slots of the values that {@code count} slots refer to, -1 where there is no such. */
  public abstract void valueSlots(int from, int count, int[] target);

  /** What is wrong with a slot that refers to no value. */
  public abstract String unfit();

  @Override
  public final ReferenceNode reference() {
    return this;
  }

  @Override
  public final List<FieldNode> children() {
    return List.of(values);
  }
}
