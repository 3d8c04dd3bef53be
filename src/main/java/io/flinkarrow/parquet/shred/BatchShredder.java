package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.schema.SchemaPlan;

public final class BatchShredder {
  public BatchShredder(SchemaPlan plan) {}

  public void bind(BatchBuffers batch) {
    throw new UnsupportedOperationException();
  }

  public int leafCount() {
    throw new UnsupportedOperationException();
  }

  public LeafShredder leaf(int ordinal) {
    throw new UnsupportedOperationException();
  }

  public long retainedBytes() {
    throw new UnsupportedOperationException();
  }

  public void release() {
    throw new UnsupportedOperationException();
  }
}
