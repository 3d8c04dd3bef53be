package io.flinkarrow.ipc.check;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.DecompressedBody;
import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ColumnLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes and buffers of a body, one column after the other. A node is checked with its validity:
 * its length against what the parent needs, its nulls against what was announced and what the field
 * allows. Buffers that were repaired replace those of the payload. For one body.
 */
final class CheckedNodes {

  private final BatchHeader header;
  private final DecompressedBody body;
  private final int[] sentWidths;
  private final PayloadMemoryLimit budget;
  private final int[] nullCounts;
  private final int[] variadicCounts;
  private int nextNode;
  private int nextVariadic;
  private int nextBuffer;

  /**
   * @param sentWidths see {@link SentWidths}
   */
  CheckedNodes(
      BatchHeader header, DecompressedBody body, int[] sentWidths, PayloadMemoryLimit budget) {
    this.header = header;
    this.body = body;
    this.sentWidths = sentWidths;
    this.budget = budget;
    this.nullCounts = new int[header.nodeLengths().length];
    this.variadicCounts = header.variadicCounts().clone();
  }

  /** Of the payload's metadata. */
  MetadataVersion version() {
    return header.version();
  }

  /** The next node and its validity. Claimed null counts are compared with what is there. */
  CheckedColumn column(ExpectedColumn expected) throws MalformedBytesException {
    PathFromTop path = new PathFromTop(expected.parent(), expected.layout().name());
    int node = nextNode++;
    int length = header.nodeLengths()[node];
    int where = header.where();
    boolean hasValidity = expected.layout().hasValidity();
    HeapBuffer validity = hasValidity ? buffer() : HeapBuffer.EMPTY;
    CheckedColumn column = new CheckedColumn(path, length, validity, expected.visible(), where);
    if (expected.exact() ? length != expected.slots() : length < expected.slots()) {
      throw column.refused(
          where, "has %d slots, expected are %d".formatted(length, expected.slots()));
    }
    if (!hasValidity) {
      return column;
    }
    int nulls = 0;
    if (!validity.isEmpty()) {
      column.requireBytes(validity, Bitmaps.bytes(length));
      nulls = length - validity.bitsSet(length);
    }
    int announced = header.nullCounts()[node];
    if (nulls != announced && announced != BatchHeader.NOT_COUNTED) {
      throw column.refused(where, "has %d nulls, %d were announced".formatted(nulls, announced));
    }
    nullCounts[node] = nulls;
    if (nulls > 0 && !expected.layout().nullable()) {
      requireHidden(column);
    }
    return column;
  }

  private void requireHidden(CheckedColumn column) throws MalformedBytesException {
    for (int i = 0; i < column.length(); i++) {
      if (column.isNull(i) && column.visible().visible(i, column, budget)) {
        throw column.refused(
            column.validity(), "is declared not null but slot %d is null".formatted(i));
      }
    }
  }

  /** The column just begun has the type Null. */
  void allNull(CheckedColumn column, ColumnLayout layout) throws MalformedBytesException {
    nullCounts[nextNode - 1] = column.length();
    if (!layout.nullable() && column.length() > 0) {
      throw column.refused(column.where(), "is declared not null but has the type Null");
    }
  }

  /** Bytes per value that the column just begun has in the payload. */
  int sentWidth(ColumnLayout.Fixed layout) {
    return sentWidths.length == 0 ? layout.width() : sentWidths[nextNode - 1];
  }

  /** Slots of the next column, which is not begun by that. */
  int lengthAhead() {
    return header.nodeLengths()[nextNode];
  }

  HeapBuffer buffer() {
    return body.buffer(nextBuffer++);
  }

  /** All data buffers of the next column of views. */
  List<HeapBuffer> dataBuffers() {
    int count = variadicCounts[nextVariadic++];
    List<HeapBuffer> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      data.add(buffer());
    }
    return data;
  }

  /**
   * @param back 1 for the buffer that was handed out last, 2 for the one before it
   */
  void replace(int back, HeapBuffer repaired) {
    body.replace(nextBuffer - back, repaired);
  }

  /** One more for the column whose {@link #dataBuffers()} were handed out last. */
  void addDataBuffer(HeapBuffer data) {
    body.insert(nextBuffer++, data);
    variadicCounts[nextVariadic - 1]++;
  }

  /** The body, when every column was checked. */
  BatchBody pack() throws MalformedBytesException {
    DecompressedBody.Packed packed = body.pack();
    return BatchBody.of(
        header.nodeLengths(),
        nullCounts,
        variadicCounts,
        packed.offsets(),
        packed.lengths(),
        packed.bytes());
  }
}
