package io.flinkarrow.ipc;

import io.flinkarrow.batch.ColumnShape;
import java.util.Optional;

/**
 * What a record batch's or dictionary's flatbuffer says of its body, checked: the counts are those
 * of its columns, every buffer lies in the body and none in another.
 *
 * @param message the message it came with
 * @param nullCounts as claimed, or {@link #NOT_COUNTED}
 * @param codec of every buffer; empty if nothing is compressed
 */
record BatchHeader(
    Message message,
    int rowCount,
    int[] nodeLengths,
    int[] nullCounts,
    int[] variadicCounts,
    int[] bufferOffsets,
    int[] bufferLengths,
    Optional<BodyCodec> codec) {

  private static final int BATCH_LENGTH = 0;
  private static final int BATCH_NODES = 1;
  private static final int BATCH_BUFFERS = 2;
  private static final int BATCH_COMPRESSION = 3;
  private static final int BATCH_VARIADIC_COUNTS = 4;
  private static final int PAIR_BYTES = 2 * Long.BYTES;

  /** Says that nulls were not counted, as Arrow for JavaScript and C++ do. */
  static final int NOT_COUNTED = -1;

  /** Heap bytes of a batch's objects, and of what describes a node or buffer. */
  private static final int BATCH_BYTES = 512;

  private static final int DESCRIPTION_BYTES = 16;

  /** Of the objects that a body of columns without bytes is. */
  static long heapBytes(ColumnShape shape) {
    return BATCH_BYTES + (long) DESCRIPTION_BYTES * (shape.nodes() + shape.fixedBuffers());
  }

  static BatchHeader read(
      Message message, FlatTable table, ColumnShape shape, DecodeLimits limits, Budget budget)
      throws MalformedPayloadException {
    long rowCount = table.int64(BATCH_LENGTH, 0);
    if (rowCount < 0 || rowCount > limits.maximumRows()) {
      throw new MalformedPayloadException(
          table.position(),
          "a batch of %d rows, at most %d are read; see DecodeLimits.maximumRows"
              .formatted(rowCount, limits.maximumRows()));
    }
    FlatVector nodes = table.vector(BATCH_NODES, PAIR_BYTES);
    requireCount(nodes, "field nodes", shape.nodes());
    FlatVector variadic = table.vector(BATCH_VARIADIC_COUNTS, Long.BYTES);
    requireCount(variadic, "view columns", shape.viewColumns());
    FlatVector buffers = table.vector(BATCH_BUFFERS, PAIR_BYTES);
    int[] variadicCounts = new int[variadic.size()];
    requireCount(
        buffers, "buffers", shape.fixedBuffers() + read(variadic, buffers, variadicCounts));
    budget.charge(
        BATCH_BYTES + (long) DESCRIPTION_BYTES * (nodes.size() + buffers.size()), message.offset());
    BatchHeader header =
        new BatchHeader(
            message,
            (int) rowCount,
            new int[nodes.size()],
            new int[nodes.size()],
            variadicCounts,
            new int[buffers.size()],
            new int[buffers.size()],
            BodyCodec.of(table.table(BATCH_COMPRESSION)));
    header.readNodes(nodes, budget);
    header.readBuffers(buffers);
    return header;
  }

  private static void requireCount(FlatVector vector, String what, long expected)
      throws MalformedPayloadException {
    if (vector.size() != expected) {
      throw new MalformedPayloadException(
          vector.position(),
          "%d %s, the schema asks for %d".formatted(vector.size(), what, expected));
    }
  }

  private static long read(FlatVector variadic, FlatVector buffers, int[] counts)
      throws MalformedPayloadException {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      long count = variadic.int64(i, 0);
      if (count < 0 || count > buffers.size()) {
        throw new MalformedPayloadException(
            variadic.position(), "%d data buffers in a view column".formatted(count));
      }
      counts[i] = (int) count;
      sum += count;
    }
    return sum;
  }

  /** Every slot costs a bit at least, so that lengths without bytes behind them have an end too. */
  private void readNodes(FlatVector nodes, Budget budget) throws MalformedPayloadException {
    for (int i = 0; i < nodeLengths.length; i++) {
      long length = nodes.int64(i, 0);
      long nulls = nodes.int64(i, Long.BYTES);
      if (length < 0 || length > Integer.MAX_VALUE || nulls < NOT_COUNTED || nulls > length) {
        throw new MalformedPayloadException(
            nodes.position() + i * PAIR_BYTES,
            "field node %d has %d slots and %d nulls".formatted(i, length, nulls));
      }
      budget.charge((length + Byte.SIZE - 1) / Byte.SIZE, nodes.position() + i * PAIR_BYTES);
      nodeLengths[i] = (int) length;
      nullCounts[i] = (int) nulls;
    }
  }

  private void readBuffers(FlatVector buffers) throws MalformedPayloadException {
    long previousEnd = 0;
    for (int i = 0; i < bufferOffsets.length; i++) {
      long offset = buffers.int64(i, 0);
      long length = buffers.int64(i, Long.BYTES);
      int bodyLength = message.bodyLength();
      boolean inside = offset >= 0 && length >= 0 && length <= bodyLength - offset;
      if (!inside || (length > 0 && offset < previousEnd)) {
        throw new MalformedPayloadException(
            buffers.position() + i * PAIR_BYTES,
            "buffer %d of %d bytes at %d %s"
                .formatted(
                    i,
                    length,
                    offset,
                    inside
                        ? "begins before the end of the one before it, " + previousEnd
                        : "does not lie in the body's %d bytes".formatted(bodyLength)));
      }
      bufferOffsets[i] = (int) offset;
      bufferLengths[i] = (int) length;
      previousEnd = length > 0 ? offset + length : previousEnd;
    }
  }
}
