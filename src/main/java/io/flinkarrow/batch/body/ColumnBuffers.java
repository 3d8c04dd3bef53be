package io.flinkarrow.batch.body;

import io.flinkarrow.layout.ColumnShape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where columns are copied from: field nodes and buffers of all fields, depth first. Buffers are
 * little-endian and at least as long as their column needs, an empty validity buffer means no
 * nulls. Lent: valid as long as the memory behind it.
 *
 * @param variadicCounts data buffers of each view column
 */
public record ColumnBuffers(int[] nodeLengths, int[] variadicCounts, ByteBuffer[] buffers) {

  public static ColumnBuffers of(BatchBody body) {
    return new ColumnBuffers(
        body.layout().nodeLengths(), body.layout().variadicCounts(), body.arrayBuffers());
  }

  /** Columns without rows. */
  public static ColumnBuffers empty(ColumnShape shape) {
    ByteBuffer[] buffers = new ByteBuffer[shape.fixedBuffers()];
    Arrays.fill(buffers, ByteBuffer.allocate(0));
    return new ColumnBuffers(new int[shape.nodes()], new int[shape.viewColumns()], buffers);
  }
}
