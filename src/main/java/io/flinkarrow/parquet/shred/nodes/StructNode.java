package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;

/** A struct: its slots are those of its children. */
public final class StructNode extends FieldNode {

  private final List<FieldNode> children;

  public StructNode(FieldPosition position, List<FieldNode> children) {
    super(position);
    this.children = List.copyOf(children);
  }

  @Override
  public List<FieldNode> children() {
    return children;
  }

  @Override
  public void bindBuffers(BatchBuffers batch) {
    for (FieldNode child : children) {
      child.bind(batch, length());
    }
  }
}
