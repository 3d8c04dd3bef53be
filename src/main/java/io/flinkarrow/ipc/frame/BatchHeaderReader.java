package io.flinkarrow.ipc.frame;

import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.BodyCodec;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.flat.FlatVector;
import io.flinkarrow.layout.ColumnShape;
import java.util.Optional;

/** Reads what a record batch's or dictionary's flatbuffer says of its body. */
public final class BatchHeaderReader {

  private static final int BATCH_LENGTH = 0;
  private static final int BATCH_NODES = 1;
  private static final int BATCH_BUFFERS = 2;
  private static final int BATCH_COMPRESSION = 3;
  private static final int BATCH_VARIADIC_COUNTS = 4;
  private static final int PAIR_BYTES = 2 * Long.BYTES;

  private static final int COMPRESSION_CODEC = 0;
  private static final int COMPRESSION_METHOD = 1;

  private BatchHeaderReader() {}

  /**
   * @param table the header of the batch, or of the batch that a dictionary is
   * @param maximumRows that a batch may have
   */
  public static BatchHeader read(
      Message message,
      FlatTable table,
      ColumnShape shape,
      int maximumRows,
      PayloadMemoryLimit budget)
      throws MalformedBytesException {
    long rowCount = table.int64(BATCH_LENGTH, 0);
    if (rowCount < 0 || rowCount > maximumRows) {
      throw new MalformedBytesException(
          table.position(),
          "a batch of %d rows, at most %d are read; see DecodeLimits.maximumRows"
              .formatted(rowCount, maximumRows));
    }
    FlatVector nodes = table.vector(BATCH_NODES, PAIR_BYTES);
    requireCount(nodes, "field nodes", shape.nodes());
    FlatVector variadic = table.vector(BATCH_VARIADIC_COUNTS, Long.BYTES);
    requireCount(variadic, "view columns", shape.viewColumns());
    FlatVector buffers = table.vector(BATCH_BUFFERS, PAIR_BYTES);
    int[] variadicCounts = new int[variadic.size()];
    requireCount(
        buffers, "buffers", shape.fixedBuffers() + read(variadic, buffers, variadicCounts));
    budget.charge(BatchHeader.heapBytes(nodes.size(), buffers.size()), message.offset());
    BatchHeader header =
        new BatchHeader(
            message.offset(),
            message.version(),
            message.bodyOffset(),
            message.bodyLength(),
            (int) rowCount,
            new int[nodes.size()],
            new int[nodes.size()],
            variadicCounts,
            new int[buffers.size()],
            new int[buffers.size()],
            codec(table.table(BATCH_COMPRESSION)));
    readNodes(nodes, header, budget);
    readBuffers(buffers, header);
    return header;
  }

  private static Optional<BodyCodec> codec(Optional<FlatTable> compression)
      throws MalformedBytesException {
    if (compression.isEmpty()) {
      return Optional.empty();
    }
    FlatTable table = compression.get();
    int codec = table.int8(COMPRESSION_CODEC, 0);
    int method = table.int8(COMPRESSION_METHOD, 0);
    if (codec < 0 || codec >= BodyCodec.values().length || method != 0) {
      throw new MalformedBytesException(
          table.position(),
          "the body's compression is number %d with method %d; LZ4 frames (0) and ZSTD (1) by buffer (0) are read"
              .formatted(codec, method));
    }
    return Optional.of(BodyCodec.values()[codec]);
  }

  private static void requireCount(FlatVector vector, String what, long expected)
      throws MalformedBytesException {
    if (vector.size() != expected) {
      throw new MalformedBytesException(
          vector.position(),
          "%d %s, the schema asks for %d".formatted(vector.size(), what, expected));
    }
  }

  private static long read(FlatVector variadic, FlatVector buffers, int[] counts)
      throws MalformedBytesException {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      long count = variadic.int64(i, 0);
      if (count < 0 || count > buffers.size()) {
        throw new MalformedBytesException(
            variadic.position(), "%d data buffers in a view column".formatted(count));
      }
      counts[i] = (int) count;
      sum += count;
    }
    return sum;
  }

  /** Every slot costs a bit at least, so that lengths without bytes behind them have an end too. */
  private static void readNodes(FlatVector nodes, BatchHeader header, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    for (int i = 0; i < header.nodeLengths().length; i++) {
      long length = nodes.int64(i, 0);
      long nulls = nodes.int64(i, Long.BYTES);
      if (length < 0
          || length > Integer.MAX_VALUE
          || nulls < BatchHeader.NOT_COUNTED
          || nulls > length) {
        throw new MalformedBytesException(
            nodes.position() + i * PAIR_BYTES,
            "field node %d has %d slots and %d nulls".formatted(i, length, nulls));
      }
      budget.charge((length + Byte.SIZE - 1) / Byte.SIZE, nodes.position() + i * PAIR_BYTES);
      header.nodeLengths()[i] = (int) length;
      header.nullCounts()[i] = (int) nulls;
    }
  }

  private static void readBuffers(FlatVector buffers, BatchHeader header)
      throws MalformedBytesException {
    long previousEnd = 0;
    for (int i = 0; i < header.bufferOffsets().length; i++) {
      long offset = buffers.int64(i, 0);
      long length = buffers.int64(i, Long.BYTES);
      int bodyLength = header.bodyLength();
      boolean inside = offset >= 0 && length >= 0 && length <= bodyLength - offset;
      if (!inside || (length > 0 && offset < previousEnd)) {
        throw new MalformedBytesException(
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
      header.bufferOffsets()[i] = (int) offset;
      header.bufferLengths()[i] = (int) length;
      previousEnd = length > 0 ? offset + length : previousEnd;
    }
  }
}
