package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPlan.LeafField;
import io.flinkarrow.parquet.schema.LeafLayout;
import java.util.List;

/** A leaf: its value buffers belong to what reads them. */
public final class LeafNode extends FieldNode {

  /** What reads the buffers behind the validity. */
  public interface Values {

    /**
     * Binds the value buffers of a leaf, whose length and validity are bound.
     *
     * @throws RefusedRowsException if the buffers do not fit the slots
     */
    void bind(LeafNode leaf, BatchBuffers batch);

    /** Forgets the batch's memory. */
    void unbind();
  }

  private final LeafField field;
  private final Values values;

  public LeafNode(LeafField field, Values values) {
    super(field.position());
    this.field = field;
    this.values = values;
  }

  public LeafField field() {
    return field;
  }

  @Override
  public List<FieldNode> children() {
    return List.of();
  }

  @Override
  boolean hasValidityBuffer() {
    return !isOfNulls();
  }

  @Override
  boolean isOfNulls() {
    return field.layout() instanceof LeafLayout.Nothing;
  }

  @Override
  public void bindBuffers(BatchBuffers batch) {
    values.bind(this, batch);
  }

  @Override
  public void unbind() {
    super.unbind();
    values.unbind();
  }
}
