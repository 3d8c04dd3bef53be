package io.flinkarrow.parquet.column;

/**
 * The rows of one leaf column in the batch at hand, to be taken in slices. Whoever shreds batches
 * implements it; valid until the batch is released.
 *
 * <p>Sizes are those of the values PLAIN-encoded, booleans at a byte each, plus a byte per level
 * entry for columns that repeat. They may count what lies under a null, but they depend on the row
 * alone: the size of a stretch of rows is the sum of its rows' sizes, however the rows are grouped
 * into batches. Pages and row groups are cut by these sizes, so that the shape of a file does not
 * depend on the batches it was written from.
 */
public interface LeafRows {

  /**
   * The largest size of a row: it lies in one page, which with its levels, and compressed at worst,
   * must fit an array.
   */
  long MOST_ROW_BYTES = 3L << 29;

  /** The size of rows {@code [fromRow, toRow)}, in bytes. */
  long valueBytes(int fromRow, int toRow);

  /**
   * The bytes that the values of rows {@code [fromRow, toRow)} take where they came from. What a
   * row may have at most is measured by them.
   */
  default long inputBytes(int fromRow, int toRow) {
    return valueBytes(fromRow, toRow);
  }

  /**
   * The most rows from {@code fromRow} on, up to {@code maximumRows}, whose size together is at
   * most {@code maximumBytes}; 0 if already the first is larger.
   */
  default int rowsWithin(int fromRow, int maximumRows, long maximumBytes) {
    return rowsWithin(this::valueBytes, fromRow, maximumRows, maximumBytes);
  }

  /** The same by another size, which of a stretch of rows is the sum of its rows' sizes too. */
  static int rowsWithin(RowSizes sizes, int fromRow, int maximumRows, long maximumBytes) {
    if (sizes.bytes(fromRow, fromRow + maximumRows) <= maximumBytes) {
      return maximumRows;
    }
    int fits = 0;
    int exceeds = maximumRows;
    long used = 0;
    while (exceeds - fits > 1) {
      int middle = (fits + exceeds) >>> 1;
      long bytes = used + sizes.bytes(fromRow + fits, fromRow + middle);
      if (bytes <= maximumBytes) {
        fits = middle;
        used = bytes;
      } else {
        exceeds = middle;
      }
    }
    return fits;
  }

  /** What is wrong with a row of a size beyond the largest. */
  static String tooLarge(long bytes, long mostBytes) {
    return "its values take %d bytes, but a page holds at most %d and a row lies in one page; split the row's lists or strings"
        .formatted(bytes, mostBytes);
  }

  /** Sizes of stretches of rows. */
  interface RowSizes {

    /** The size of rows {@code [fromRow, toRow)}. */
    long bytes(int fromRow, int toRow);
  }

  /**
   * The size of rows {@code [fromRow, toRow)} if their values are held as ids of a dictionary: four
   * bytes per value or null, plus a byte per level entry for columns that repeat.
   */
  long idBytes(int fromRow, int toRow);

  /** Whether the values of the column come as ids of a dictionary. */
  boolean areByReference();

  /**
   * Levels and values of rows {@code [fromRow, fromRow + rowCount)}; valid until the next call of
   * this method.
   */
  LeafSlices slices(int fromRow, int rowCount);
}
