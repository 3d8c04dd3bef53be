package io.flinkarrow.parquet;

import io.flinkarrow.parquet.chunk.ChunkState;
import io.flinkarrow.parquet.page.SealedChunk;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;

/** How well each column's last chunk was compressed; 1 before the first. */
final class CompressionRatios {

  private final int columns;

  /** Null before the first chunks. */
  @Nullable private float[] ratios;

  CompressionRatios(int columns) {
    this.columns = columns;
  }

  float of(int column) {
    return ratios == null ? 1 : ratios[column];
  }

  void take(List<SealedChunk> chunks) {
    ratios = new float[columns];
    for (int i = 0; i < columns; i++) {
      ratios[i] = (float) chunks.get(i).compressionRatio();
    }
  }

  /** So that {@link #readFrom} makes others that are the same. */
  void writeTo(DataOutput out) throws IOException {
    for (int i = 0; i < columns; i++) {
      out.writeFloat(of(i));
    }
  }

  void readFrom(DataInput in) throws IOException {
    ratios = new float[columns];
    for (int i = 0; i < columns; i++) {
      ratios[i] = ChunkState.readRatio(in);
    }
  }
}
