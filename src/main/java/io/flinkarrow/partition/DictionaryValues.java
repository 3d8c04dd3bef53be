package io.flinkarrow.partition;

import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A dictionary-encoded column: the entries that its indexes name. */
final class DictionaryValues extends BatchValues {

  private static final int NULL = -1;

  private final BatchValues entries;
  private final int[] indexes;
  private final long[] hashes;

  /**
   * @throws IllegalArgumentException if an index names no entry
   */
  DictionaryValues(
      PartitionColumn column,
      ArrowType.Int indexType,
      ByteBuffer[] buffers,
      int rows,
      BatchValues entries,
      int size) {
    this.entries = entries;
    this.indexes = new int[rows];
    this.hashes = new long[size];
    IntToLongFunction values = NumberValues.integers(buffers[1], indexType);
    for (int row = 0; row < rows; row++) {
      indexes[row] = isNull(buffers[0], row) ? NULL : index(column, row, values.applyAsLong(row));
    }
    for (int entry = 0; entry < size; entry++) {
      hashes[entry] = entries.isNull(entry) ? 0 : entries.hash(entry);
    }
  }

  private int index(PartitionColumn column, int row, long index) {
    if (index < 0 || index >= hashes.length) {
      throw new RefusedInputException(
          "Column '%s' has in %s the dictionary index %d, its dictionary has %d entries"
              .formatted(column.name(), FolderPath.where(row), index, hashes.length));
    }
    return entries.isNull((int) index) ? NULL : (int) index;
  }

  @Override
  boolean isNull(int row) {
    return indexes[row] == NULL;
  }

  @Override
  boolean same(int row, int other) {
    return indexes[row] == indexes[other] || entries.same(indexes[row], indexes[other]);
  }

  @Override
  long hash(int row) {
    return hashes[indexes[row]];
  }

  @Override
  String text(int entry, int row) {
    return entries.text(indexes[entry], row);
  }
}
