package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.column.SliceDictionary;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import io.flinkarrow.parquet.shred.nodes.FieldNode;
import io.flinkarrow.parquet.shred.nodes.OffsetBuffers;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/**
 * A dictionary where it lies in a batch's memory, checked: nothing that is read lies outside.
 *
 * @param validity null if no entry is
 */
record BatchDictionary(
    int size,
    boolean wideOffsets,
    @Nullable ByteBuffer validity,
    ByteBuffer offsets,
    ByteBuffer data) {

  /**
   * @param leaf of the column that refers to it, for messages
   */
  static BatchDictionary checked(FieldNode leaf, DictionaryBuffers buffers, boolean wideOffsets) {
    int size = buffers.size();
    if (size < 0 || buffers.buffers().length != 3) {
      throw leaf.malformed(
          "a dictionary of validity, offsets and data",
          "one of %d buffers and size %d".formatted(buffers.buffers().length, size));
    }
    ByteBuffer validity = FieldNode.littleEndian(buffers.buffers()[0]);
    ByteBuffer offsets = FieldNode.littleEndian(buffers.buffers()[1]);
    ByteBuffer data = FieldNode.littleEndian(buffers.buffers()[2]);
    leaf.checkOffsets(offsets, wideOffsets, size, data.limit(), "bytes of dictionary data");
    boolean mayHaveNulls = validity.limit() > 0 || buffers.nullCount() > 0;
    if (mayHaveNulls && validity.limit() < Bitmaps.bytes(size)) {
      throw leaf.malformed(
          "a dictionary with a validity bitmap of %d bytes".formatted(Bitmaps.bytes(size)),
          validity.limit() + " bytes");
    }
    boolean hasNulls = mayHaveNulls && Bitmaps.count(validity, size) < size;
    return new BatchDictionary(size, wideOffsets, hasNulls ? validity : null, offsets, data);
  }

  boolean sameAs(SliceDictionary dictionary) {
    if (size != dictionary.size() || (validity != null) != dictionary.hasNulls()) {
      return false;
    }
    if (size == 0) {
      return true;
    }
    long first = OffsetBuffers.at(offsets, wideOffsets, 0);
    for (int i = 1; i <= size; i++) {
      if (OffsetBuffers.at(offsets, wideOffsets, i) - first != dictionary.offset(i)) {
        return false;
      }
    }
    for (int i = 0; validity != null && i < size; i++) {
      if (Bitmaps.isSet(validity, i) == dictionary.isNull(i)) {
        return false;
      }
    }
    int length = dictionary.offset(size);
    return data.slice((int) first, length).equals(ByteBuffer.wrap(dictionary.bytes(), 0, length));
  }

  SliceDictionary copy() {
    int[] copiedOffsets = new int[size + 1];
    if (size == 0) {
      return new SliceDictionary(new byte[0], copiedOffsets, 0);
    }
    OffsetBuffers.copy(offsets, wideOffsets, 0, size, copiedOffsets);
    int first = copiedOffsets[0];
    for (int i = 0; i <= size; i++) {
      copiedOffsets[i] -= first;
    }
    byte[] bytes = new byte[copiedOffsets[size]];
    data.get(first, bytes);
    byte[] bitmap = null;
    if (validity != null) {
      bitmap = new byte[Bitmaps.bytes(size)];
      validity.get(0, bitmap);
    }
    return new SliceDictionary(bytes, copiedOffsets, size, bitmap);
  }
}
