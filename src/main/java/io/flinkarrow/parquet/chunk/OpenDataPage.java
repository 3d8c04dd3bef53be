package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.encoding.FullDictionary;
import io.flinkarrow.parquet.encoding.OpenValues;
import io.flinkarrow.parquet.encoding.SealedValues;
import io.flinkarrow.parquet.encoding.ValuesEncoder;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.levels.PageLevelsEncoder;
import io.flinkarrow.parquet.encoding.levels.SealedLevels;
import io.flinkarrow.parquet.page.DataPageBody;
import io.flinkarrow.parquet.page.DataPageInfo;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The data page of a column chunk that takes rows: their levels and values, and how many they are.
 *
 * <p>A page of dictionary ids ends with the last row before the first value that the dictionary has
 * no room for, wherever that lies among the rows at hand: so the page depends on the rows alone.
 */
final class OpenDataPage {

  private final LeafColumn column;
  private final PageLevelsEncoder levels;
  private final ValuesEncoder values;
  private int rowCount;
  private long bytes;
  private boolean dictionaryEnded;

  /** Null if copies have no row. */
  @Nullable private CopiedRows copied;

  OpenDataPage(LeafColumn column, ValuesEncoder values) {
    this.column = column;
    this.levels = emptyLevels();
    this.values = values;
  }

  private PageLevelsEncoder emptyLevels() {
    return new PageLevelsEncoder(column.maxRepetitionLevel(), column.maxDefinitionLevel());
  }

  int rowCount() {
    return rowCount;
  }

  /**
   * Whether the page must be sealed because the dictionary that it refers to takes no more rows.
   */
  boolean isEnded() {
    return dictionaryEnded;
  }

  /**
   * The size of rows as the page would hold them. Ids take four bytes whatever they stand for:
   * values of any length make pages of usual size if they repeat.
   */
  long bytes(LeafRows rows, int fromRow, int toRow) {
    return values.holdsIds(rows.areByReference())
        ? rows.idBytes(fromRow, toRow)
        : rows.valueBytes(fromRow, toRow);
  }

  /**
   * The most rows from {@code fromRow} on that still fit. A row larger than a page gets one of its
   * own, so an empty page takes at least one.
   */
  int fittingRows(LeafRows rows, int fromRow, int available) {
    ColumnSettings settings = column.settings();
    int fitting =
        LeafRows.rowsWithin(
            (from, to) -> bytes(rows, from, to),
            fromRow,
            Math.min(available, settings.pageRows() - rowCount),
            settings.pageBytes() - bytes);
    return fitting == 0 && rowCount == 0 ? 1 : fitting;
  }

  /**
   * Takes rows; returns how many, which are fewer if the dictionary takes no more.
   *
   * @param size their {@link #bytes(LeafRows, int, int)}
   */
  int append(LeafRows rows, int fromRow, int count, long size) {
    values.mark();
    int begun = 0;
    LeafSlices slices = rows.slices(fromRow, count);
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      Optional<FullDictionary> full = values.append(slice.values());
      if (full.isPresent()) {
        int fitting =
            begun
                + slice.levels().rowsBefore(full.get().valuesBefore(), column.maxDefinitionLevel());
        if (begun > 0) {
          levels.rewind();
        }
        appendLast(rows, fromRow, fitting, full.get());
        return fitting;
      }
      if (begun == 0 && hasMoreSlices(slice, count)) {
        levels.mark();
      }
      appendLevels(slice);
      begun += slice.rowCount();
    }
    rowCount += count;
    bytes += size;
    return count;
  }

  /** Whether a slice may not be the last one of so many rows. */
  private boolean hasMoreSlices(LeafSlice slice, int count) {
    return slice.rowCount() < count || column.maxRepetitionLevel() > 0;
  }

  /** Takes the last rows that the dictionary has room for, which {@link #append} tried to take. */
  private void appendLast(LeafRows rows, int fromRow, int count, FullDictionary dictionary) {
    dictionary.rewind();
    if (count > 0) {
      LeafSlices slices = rows.slices(fromRow, count);
      for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
        dictionary.appendAgain(slice.values());
        levels.append(slice.levels());
      }
    }
    forgetCopies(); // the page ends
    dictionary.end();
    rowCount += count;
    dictionaryEnded = rowCount > 0;
  }

  /** The size of its rows, as they were appended. */
  long bytes() {
    return bytes;
  }

  /**
   * Takes entries that an earlier page had.
   *
   * @throws IllegalStateException if the dictionary has no room for them, which it had
   */
  void appendAgain(LeafSlice slice) {
    if (slice.rowCount() > 0) {
      values.mark();
    }
    if (values.append(slice.values()).isPresent()) {
      throw new IllegalStateException(
          "Column %s: the dictionary has no room for values that it has had"
              .formatted(column.path()));
    }
    appendLevels(slice);
    rowCount += slice.rowCount();
  }

  private void appendLevels(LeafSlice slice) {
    levels.append(slice.levels());
    if (copied != null) {
      copied.levelsBehind().append(slice.levels());
    }
  }

  /**
   * Its rows have a size that they had elsewhere.
   *
   * @throws IllegalArgumentException if there are none
   */
  void restoreBytes(long size) {
    if (rowCount == 0 && size > 0) {
      throw new IllegalArgumentException(
          "an open page without rows should have no bytes, but has " + size);
    }
    bytes = size;
  }

  /** What levels and values take as they are held: ids four bytes each. */
  long heldBytes() {
    OpenValues open = values.openValues();
    OpenValues.Position end = open.end();
    long valueBytes =
        open.openEntries() > 0 ? (long) Integer.BYTES * end.values() : end.plainBytes();
    return levels.retainedBytes() + valueBytes;
  }

  /** Makes the body of the page and begins the next one. */
  EncodedDataPage encode(ByteArrayBuilder body) {
    SealedLevels sealedLevels = sealLevels(levels, body);
    SealedValues sealedValues = values.sealPage(sealedLevels.nullCount(), body);
    EncodedDataPage page = page(rowCount, sealedLevels, sealedValues, body);
    begin();
    return page;
  }

  /** The rows that {@link #copyRest} need not make pages of, because earlier copies have them. */
  int copiedRows() {
    return copied == null ? 0 : copied.count();
  }

  /** Behind the values of these rows. */
  OpenValues.Position copiedValues() {
    return copied == null ? OpenValues.Position.START : copied.values();
  }

  /** Lets the next copy begin with the first row. */
  void forgetCopies() {
    copied = null;
  }

  /**
   * Makes a page's body of the rows that no copy has yet; the page goes on as before. Values that
   * are not divisible are all in each copy.
   *
   * @param asIds whether values are written as ids, if they are held as ids; else PLAIN
   */
  EncodedDataPage copyRest(boolean asIds, ByteArrayBuilder body) {
    SealedLevels sealedLevels =
        sealLevels(copied == null ? levels.copy() : copied.levelsBehind(), body);
    OpenValues open = values.openValues();
    EncodedDataPage rest =
        page(
            rowCount - copiedRows(),
            sealedLevels,
            open.putTo(copiedValues(), asIds, sealedLevels.nullCount(), body),
            body);
    if (open.isDivisible()) {
      copied =
          new CopiedRows(
              rowCount, open.end(), copied == null ? emptyLevels() : copied.levelsBehind());
    }
    return rest;
  }

  private EncodedDataPage page(
      int rows, SealedLevels sealedLevels, SealedValues sealedValues, ByteArrayBuilder body) {
    DataPageInfo info =
        new DataPageInfo(
            sealedLevels.levelCount(),
            rows,
            sealedValues.encoding(),
            sealedValues.statistics(),
            sealedValues.unencodedByteArrayBytes(),
            counted(sealedLevels.repetitionHistogram()),
            counted(sealedLevels.definitionHistogram()));
    return new EncodedDataPage(
        new DataPageBody(
            body.array(),
            body.length(),
            sealedLevels.repetitionBytes(),
            sealedLevels.definitionBytes()),
        info,
        sealedValues.compression());
  }

  private SealedLevels sealLevels(PageLevelsEncoder encoder, ByteArrayBuilder body) {
    return switch (column.settings().pageVersion()) {
      case V1 -> encoder.seal(body);
      case V2 -> encoder.sealWithoutLengths(body);
    };
  }

  /** A histogram that counts nothing has no place in the file. */
  @Nullable
  private static long[] counted(long[] histogram) {
    return histogram.length == 0 ? null : histogram;
  }

  private void begin() {
    rowCount = 0;
    bytes = 0;
    dictionaryEnded = false;
    forgetCopies();
  }

  long retainedBytes() {
    return levels.retainedBytes() + values.retainedBytes();
  }

  /** Heap bytes of what the next copy needs. */
  long copyBytes() {
    return copied == null ? 0 : copied.levelsBehind().retainedBytes();
  }

  /** About the bytes of the page's body and of the dictionary, if sealed now. */
  long openBytes() {
    return levels.encodedBytes() + values.openBytes();
  }

  /** Forgets the chunk and gives up what has grown. */
  void reset() {
    begin();
    levels.reset();
    values.reset();
  }
}
