package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.levels.DecodedLevels;
import io.flinkarrow.parquet.page.DataPages;
import java.io.Closeable;
import java.io.IOException;

/**
 * One leaf column of a row group that is read: decodes entries of its pages until enough rows are
 * held, and lends them as a slice. The reverse of {@link ColumnChunkWriter}.
 *
 * <p>Owns what is decoded and not taken. {@link #select} rows, {@link #fill}, {@link #slice} or
 * {@link #stored}, and again; what is lent is valid until the next {@link #fill} or {@link #letGo}.
 * Other rows are passed over. A chunk of more or fewer rows than its row group is refused.
 *
 * @param <T> what values are decoded to
 */
public final class ColumnChunkReader<T extends DecodedValues> implements Closeable {

  /** Of a column in a list, entries that are staged at a time: where rows end is not known. */
  private static final int STEP = 4096;

  private final ChunkEntries<T> entries;
  private final boolean isRepeated;
  private final long rowCount;
  private final RowAllowance allowance;
  private final SelectedRows selected;
  private final HeldEntries<T> held;
  private final DecodedLevels levels;
  private final T values;

  /** Rows that began in entries which are kept or passed; the last may be kept, and go on. */
  private long begun;

  private boolean isKept;

  /** Whether the next entry must begin a row. */
  private boolean beginsRow = true;

  /** Values of kept entries that had no room yet. */
  private int owed;

  /** Whether a row was held that is larger than what is usual. */
  private boolean isLarge;

  /** Entries lent, to be dropped. */
  private int lent;

  /**
   * @param rowCount the rows of the row group
   * @param allowance for rows that are larger than what a call of {@link #fill} may hold
   * @throws UnsupportedOperationException if levels are higher than can be read
   */
  public ColumnChunkReader(
      DataPages pages,
      ChunkDecoding<T> decoding,
      int maximumRepetition,
      int maximumDefinition,
      long rowCount,
      RowAllowance allowance) {
    this.entries = new ChunkEntries<>(pages, decoding);
    this.isRepeated = maximumRepetition > 0;
    this.rowCount = rowCount;
    this.allowance = allowance;
    this.selected = new SelectedRows(rowCount);
    this.levels = DecodedLevels.of(maximumRepetition, maximumDefinition);
    this.values = decoding.newValues();
    this.held = HeldEntries.of(levels, values, isRepeated);
    decoding.limitValues(allowance.mostOfColumn());
  }

  /**
   * Adds rows to those that {@link #fill} holds, behind all that were added before.
   *
   * @param from counted from the first row of the row group
   * @param to the first row that is not selected
   */
  public void select(long from, long to) {
    selected.add(from, to);
  }

  /**
   * Holds whole rows of those selected, to be taken from the first one on.
   *
   * @param rows that are wanted
   * @param mostBytes that they may take together, unless the first row alone has more
   * @return how many rows are held: fewer than wanted if they have as many bytes, or if no more are
   *     selected; 0 if all that are selected were taken
   * @throws io.flinkarrow.refusal.TooLargeException if the first row takes more than is allowed
   * @throws IOException if the chunk is damaged, or cannot be read
   */
  public int fill(int rows, int mostBytes) throws IOException {
    dropLent();
    int limit = mostBytes;
    while (true) {
      values.limit(limit);
      while (heldRows() < rows && (owed > 0 ? decodeOwed() : takeEntries(rows, held.room(limit)))) {
        // Goes on.
      }
      checkEnd();
      int complete = heldRows();
      if (complete > 0 || (levels.count() == 0 && !selected.hasAnyFrom(begun))) {
        if (limit > mostBytes) {
          isLarge = true;
          allowance.take(held.bytes());
        }
        return held.rowsWithin(Math.min(complete, rows), mostBytes);
      }
      limit = allowance.moreThan(limit);
    }
  }

  /**
   * Keeps the next entries or passes over them.
   *
   * @return whether that was possible: there is room, and the chunk has more that is selected
   */
  private boolean takeEntries(int rows, int room) throws IOException {
    boolean isAnySelected = selected.hasAnyFrom(begun);
    boolean mayGoOn = isRepeated && isKept;
    if (!isAnySelected && !mayGoOn) {
      return false;
    }
    if (levels.staged() == 0 && !stageEntries(rows - heldRows(), room)) {
      return false;
    }
    int ofLastRow = levels.stagedBefore(0);
    if (ofLastRow > 0) {
      return isKept ? keep(ofLastRow, room) : pass(ofLastRow);
    }
    if (!isAnySelected) {
      return false;
    }
    return begun < selected.from()
        ? pass(levels.stagedBefore(atMost(selected.from() - begun)))
        : keep(
            levels.stagedBefore(atMost(Math.min(selected.to() - begun, rows - heldRows()))), room);
  }

  private boolean stageEntries(int rows, int room) throws IOException {
    passPages();
    boolean isFull = !isRepeated && begun >= selected.from() && room <= 0;
    if (isFull || !nextPage()) {
      return false;
    }
    entries.stage(isRepeated ? STEP : entriesOfOneFate(rows, room), levels);
    if (beginsRow && levels.stagedBefore(0) > 0) {
      throw entries.damaged("should begin with a row, but goes on with one");
    }
    beginsRow = false;
    return true;
  }

  /** In a flat column, where entries are rows. */
  private long entriesOfOneFate(int rows, int room) {
    return begun < selected.from()
        ? Math.min(STEP, selected.from() - begun)
        : Math.min(Math.min(room, rows), selected.to() - begun);
  }

  private void passPages() throws IOException {
    if (!entries.isInPage() && selected.hasAnyFrom(begun) && begun < selected.from()) {
      long passed = entries.passPages(selected.from() - begun);
      if (passed > 0) {
        begun += passed;
        isKept = false;
        beginsRow = true;
      }
    }
  }

  /** Goes to the next page if the one at hand is decoded; false if there is none. */
  private boolean nextPage() throws IOException {
    if (entries.nextPage()) {
      return true;
    }
    if (begun < rowCount) {
      throw entries.damaged(
          "should not be the last one, because the row group has %d rows more"
              .formatted(rowCount - begun));
    }
    return false;
  }

  private boolean keep(int count, int room) throws IOException {
    int kept = Math.min(count, room);
    if (kept <= 0) {
      return false;
    }
    begun += levels.stagedRows(kept);
    isKept = true;
    owed = levels.keep(kept);
    return decodeOwed();
  }

  private boolean pass(int count) throws IOException {
    int rows = levels.stagedRows(count);
    begun += rows;
    isKept &= rows == 0;
    entries.skip(levels.pass(count));
    return true;
  }

  /** Whether all values are decoded whose levels are kept. */
  private boolean decodeOwed() throws IOException {
    if (owed > 0) {
      owed -= entries.decode(owed, values);
    }
    return owed == 0;
  }

  /** Once the row group's last row is here: nothing may follow. */
  private void checkEnd() throws IOException {
    if (begun < rowCount || owed > 0) {
      return;
    }
    boolean beginsAnother =
        (isRepeated && begun > 0)
            ? levels.staged() > 0 && levels.stagedBefore(0) == 0
            : entries.nextPage();
    if (beginsAnother) {
      throw entries.damaged("should have no more rows than the row group, but has");
    }
  }

  private static int atMost(long rows) {
    return (int) Math.min(rows, Integer.MAX_VALUE);
  }

  private int heldRows() {
    boolean goesOn =
        isRepeated
            && isKept
            && (levels.staged() > 0 ? levels.stagedBefore(0) > 0 : !entries.atEnd());
    return held.rows(owed, goesOn);
  }

  /** The first rows of those held: at most as many as {@link #fill} returned. */
  public LeafSlice slice(int rows) {
    return stored(rows).dense();
  }

  /** From now on, byte arrays may be held as ids of the dictionary, and numbers if wanted. */
  public void keepIds(boolean ofNumbers) {
    values.keepIds(ofNumbers);
  }

  /** As {@link #slice}, with values as they are held. */
  public StoredSlice stored(int rows) {
    lent = levels.startOfRow(rows);
    return held.stored(rows, lent);
  }

  /** What is lent takes so much. */
  public long lentBytes() {
    return held.bytes(lent);
  }

  private void dropLent() {
    if (lent > 0) {
      held.drop(lent, isLarge);
      lent = 0;
      isLarge = false;
    }
  }

  /**
   * Holds more rows, as many as take so many bytes, and gives up the page at hand, the dictionary
   * and what is fetched of the file. They are read again when still more rows are needed.
   */
  public void letGo(int mostBytes) throws IOException {
    dropLent();
    if (heldRows() > 0) {
      fill(Integer.MAX_VALUE, mostBytes);
    }
    values.holdThemselves();
    held.trim();
    entries.letGo();
  }

  @Override
  public void close() {
    entries.letGo();
  }

  /** Heap bytes that {@link #letGo} gives up. */
  public long pageBytes() {
    return entries.pageBytes();
  }

  /** Heap bytes of all that it holds. */
  public long retainedBytes() {
    return held.retainedBytes() + entries.pageBytes() + entries.handedOnBytes();
  }
}
