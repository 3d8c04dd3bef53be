package io.flinkarrow.partition;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A dictionary-encoded column: the entries that its indexes name. */
final class DictionaryEncodedValues extends BatchValues {

  private static final int NULL = -1;

  private final Entries entries;
  private final int[] indexes;

  /** The entries of a dictionary, which serve all batches that have it; hashed if need be. */
  static final class Entries {

    private final BatchValues values;
    private final int size;
    @Nullable private long[] hashes;

    Entries(BatchValues values, int size) {
      this.values = values;
      this.size = size;
    }

    private long hash(int entry) {
      if (hashes == null) {
        hashes = new long[size];
        for (int i = 0; i < size; i++) {
          hashes[i] = values.isNull(i) ? 0 : values.hash(i);
        }
      }
      return hashes[entry];
    }
  }

  /**
   * @throws IllegalArgumentException if an index names no entry
   */
  DictionaryEncodedValues(
      PartitionColumn column,
      ArrowType.Int indexType,
      ByteBuffer[] buffers,
      int rows,
      Entries entries) {
    this.entries = entries;
    this.indexes = new int[rows];
    IntToLongFunction values = NumberValues.integers(buffers[1], indexType);
    for (int row = 0; row < rows; row++) {
      indexes[row] =
          Bitmaps.isNull(buffers[0], row) ? NULL : index(column, row, values.applyAsLong(row));
    }
  }

  private int index(PartitionColumn column, int row, long index) {
    int size = entries.size;
    if (index < 0 || index >= size) {
      throw new RefusedInputException(
          "Column '%s' has in %s the dictionary index %d, its dictionary has %d entries"
              .formatted(column.name(), DirectoryPath.where(row), index, size));
    }
    return entries.values.isNull((int) index) ? NULL : (int) index;
  }

  @Override
  boolean isNull(int row) {
    return indexes[row] == NULL;
  }

  @Override
  boolean same(int row, int other) {
    return indexes[row] == indexes[other] || entries.values.same(indexes[row], indexes[other]);
  }

  @Override
  long hash(int row) {
    return entries.hash(indexes[row]);
  }

  @Override
  String text(int entry, int row) {
    return entries.values.text(indexes[entry], row);
  }
}
