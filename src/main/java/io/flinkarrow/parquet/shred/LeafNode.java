package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.schema.FieldPlan.LeafField;

/** A leaf: its value buffers belong to its reader. */
final class LeafNode extends FieldNode {

  private final LeafField field;
  private final ValueReader reader;

  LeafNode(LeafField field, SharedDictionaries dictionaries) {
    super(field.position());
    this.field = field;
    this.reader = ValueReaders.of(field.layout(), dictionaries);
  }

  LeafField field() {
    return field;
  }

  ValueReader reader() {
    return reader;
  }

  @Override
  void bindBuffers(BatchBuffers batch) {
    reader.bind(this, batch);
  }

  @Override
  void unbind() {
    super.unbind();
    reader.unbind();
  }
}
