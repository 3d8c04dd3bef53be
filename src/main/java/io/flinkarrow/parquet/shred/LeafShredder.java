package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.column.LeafSlice;

public final class LeafShredder {
  public long valueBytes(int fromRow, int toRow) {
    throw new UnsupportedOperationException();
  }

  public int rowsWithin(int fromRow, int maxRows, long maxBytes) {
    throw new UnsupportedOperationException();
  }

  public LeafSlice slice(int fromRow, int rowCount) {
    throw new UnsupportedOperationException();
  }
}
