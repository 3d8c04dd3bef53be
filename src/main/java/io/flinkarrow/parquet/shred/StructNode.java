package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.schema.FieldPosition;
import java.util.List;

/** A struct: its slots are those of its children. */
final class StructNode extends FieldNode {

  private final List<FieldNode> children;

  StructNode(FieldPosition position, List<FieldNode> children) {
    super(position);
    this.children = List.copyOf(children);
  }

  List<FieldNode> children() {
    return children;
  }

  @Override
  void bindBuffers(BatchBuffers batch) {
    for (FieldNode child : children) {
      child.bind(batch, length());
    }
  }

  @Override
  void unbind() {
    super.unbind();
    children.forEach(FieldNode::unbind);
  }
}
