package io.flinkarrow.parquet.predicate.values;

/** Whether there is a value at all. */
public enum Nullness implements ValueSet {
  NULL,
  NOT_NULL;

  @Override
  public <T> T accept(ValueSetVisitor<T> visitor) {
    return visitor.visit(this);
  }
}
