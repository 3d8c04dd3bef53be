package io.flinkarrow.batch.body;

import io.flinkarrow.layout.ColumnShape;
import java.util.Arrays;

/**
 * Where the field nodes and buffers of an Arrow IPC body lie: all fields depth first, as the format
 * orders them. Checked when made: every buffer lies in the body, no count is negative. Immutable by
 * convention: the arrays given are kept.
 */
public record BodyLayout(
    int[] nodeLengths,
    int[] nullCounts,
    int[] variadicCounts,
    int[] bufferOffsets,
    int[] bufferLengths,
    int byteLength) {

  /**
   * @throws IllegalArgumentException if the parts contradict each other
   */
  public BodyLayout {
    require(byteLength >= 0, "the body's length is negative: %d", byteLength);
    require(
        nodeLengths.length == nullCounts.length,
        "%d node lengths but %d null counts",
        nodeLengths.length,
        nullCounts.length);
    require(
        bufferOffsets.length == bufferLengths.length,
        "%d buffer offsets but %d buffer lengths",
        bufferOffsets.length,
        bufferLengths.length);
    for (int i = 0; i < nodeLengths.length; i++) {
      require(
          nodeLengths[i] >= 0 && nullCounts[i] >= 0 && nullCounts[i] <= nodeLengths[i],
          "field node %d has %d slots and %d nulls",
          i,
          nodeLengths[i],
          nullCounts[i]);
    }
    for (int i = 0; i < bufferOffsets.length; i++) {
      require(
          bufferOffsets[i] >= 0
              && bufferLengths[i] >= 0
              && bufferLengths[i] <= byteLength - bufferOffsets[i],
          "buffer %d at %d, %d bytes long, does not lie in the body's %d bytes",
          i,
          bufferOffsets[i],
          bufferLengths[i],
          byteLength);
    }
    for (int i = 0; i < variadicCounts.length; i++) {
      require(
          variadicCounts[i] >= 0 && variadicCounts[i] <= bufferOffsets.length,
          "view column %d has %d data buffers",
          i,
          variadicCounts[i]);
    }
  }

  private static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(
          "Broken record batch: " + message.formatted(arguments) + ".");
    }
  }

  /**
   * @throws IllegalArgumentException if the counts aren't those of a column tree
   */
  public void requireShape(ColumnShape shape, String where) {
    long variadicBuffers = 0;
    for (int count : variadicCounts) {
      variadicBuffers += count;
    }
    require(
        nodeLengths.length == shape.nodes()
            && variadicCounts.length == shape.viewColumns()
            && bufferLengths.length == shape.fixedBuffers() + variadicBuffers,
        "%s has %d field nodes, %d view columns and %d buffers, its schema asks for %d, %d and %d",
        where,
        nodeLengths.length,
        variadicCounts.length,
        bufferLengths.length,
        shape.nodes(),
        shape.viewColumns(),
        shape.fixedBuffers() + variadicBuffers);
  }

  /** Equal except for where the buffers are in the body. */
  boolean sameShape(BodyLayout other) {
    return Arrays.equals(nodeLengths, other.nodeLengths)
        && Arrays.equals(nullCounts, other.nullCounts)
        && Arrays.equals(variadicCounts, other.variadicCounts)
        && Arrays.equals(bufferLengths, other.bufferLengths);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyLayout layout
        && byteLength == layout.byteLength
        && sameShape(layout)
        && Arrays.equals(bufferOffsets, layout.bufferOffsets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bufferLengths);
  }

  /** Heap bytes of the arrays. */
  long sizeInBytes() {
    return 4L * (2L * nodeLengths.length + variadicCounts.length + 2L * bufferLengths.length);
  }
}
