package io.flinkarrow.ipc.body;

import io.flinkarrow.layout.ColumnShape;
import java.util.Optional;

/**
 * What a message says of its body, checked: the counts are those of its columns, every buffer lies
 * in the body and none in another.
 *
 * @param where where in the payload the message begins
 * @param bodyOffset where in the payload its body begins
 * @param nullCounts as claimed, or {@link #NOT_COUNTED}
 * @param codec of every buffer; empty if nothing is compressed
 */
public record BatchHeader(
    int where,
    MetadataVersion version,
    int bodyOffset,
    int bodyLength,
    int rowCount,
    int[] nodeLengths,
    int[] nullCounts,
    int[] variadicCounts,
    int[] bufferOffsets,
    int[] bufferLengths,
    Optional<BodyCodec> codec) {

  /** Says that nulls were not counted, as Arrow for JavaScript and C++ do. */
  public static final int NOT_COUNTED = -1;

  /** Heap bytes of a batch's objects, and of what describes a node or buffer. */
  private static final int BATCH_BYTES = 512;

  private static final int DESCRIPTION_BYTES = 16;

  /** Of the objects that a body of columns without bytes is. */
  public static long heapBytes(ColumnShape shape) {
    return heapBytes(shape.nodes(), shape.fixedBuffers());
  }

  /** Of the objects that a body is, without its bytes. */
  public static long heapBytes(int nodes, int buffers) {
    return BATCH_BYTES + (long) DESCRIPTION_BYTES * (nodes + buffers);
  }
}
