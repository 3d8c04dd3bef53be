package io.flinkarrow.parquet.chunk;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedBytes;
import io.flinkarrow.parquet.decoding.DecodedLevels;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.decoding.ValuesDecoder;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.OpenedDataPage;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * One leaf column of a row group that is read: decodes entries of its pages until enough rows are
 * held, and lends them as a slice. The reverse of {@link ColumnChunkWriter}.
 *
 * <p>Owns what is decoded and not taken. {@link #fill}, {@link #slice}, and again; what is lent is
 * valid until the next {@link #fill}.
 *
 * @param <T> what values are decoded to
 */
public final class ColumnChunkReader<T extends DecodedValues> {

  /** Of a column in a list, entries that are decoded at a time: where rows end is not known. */
  private static final int STEP = 4096;

  private final DataPages pages;
  private final ChunkDecoding<T> decoding;
  private final boolean isRepeated;
  private final DecodedLevels levels;
  private final T values;

  @Nullable private OpenedDataPage page;
  private ValuesDecoder<T> decoder;

  /** Entries of the page whose levels are not decoded. */
  private int pageLeft;

  /** Values whose levels are decoded, and which had no room yet themselves. */
  private int owed;

  /** Whether the last page is decoded. */
  private boolean atEnd;

  /** Entries lent, to be dropped. */
  private int lent;

  public ColumnChunkReader(
      DataPages pages, ChunkDecoding<T> decoding, int maximumRepetition, int maximumDefinition) {
    this.pages = pages;
    this.decoding = decoding;
    this.isRepeated = maximumRepetition > 0;
    this.levels = DecodedLevels.of(maximumRepetition, maximumDefinition);
    this.values = decoding.newValues();
  }

  /**
   * Holds whole rows, to be taken from the first one on.
   *
   * @param rows that are wanted
   * @param mostBytes that the values may have together, unless the first row alone has more
   * @return how many rows are held: fewer than wanted if they have as many bytes, or at the end; 0
   *     at the end
   */
  public int fill(int rows, int mostBytes) throws IOException {
    dropLent();
    long limit = mostBytes;
    while (true) {
      limit(limit);
      int held = fillWithin(rows);
      if (held > 0 || atEnd) {
        return Math.min(held, rows);
      }
      // The first row alone has more.
      limit = Math.min(Integer.MAX_VALUE, limit * 2 + 1);
    }
  }

  private int fillWithin(int rows) throws IOException {
    int held = heldRows();
    while (held < rows && decodeOwed() && nextEntries()) {
      int step = isRepeated ? Math.min(STEP, pageLeft) : Math.min(rows - held, pageLeft);
      try {
        owed = levels.append(page.repetition(), page.definition(), step);
      } catch (IOException e) {
        throw pages.damaged(e);
      }
      pageLeft -= step;
      decodeOwed();
      held = heldRows();
    }
    return heldRows();
  }

  /** Whether all values are decoded whose levels are. */
  private boolean decodeOwed() throws IOException {
    if (owed > 0) {
      try {
        owed -= decoder.decode(owed, values);
      } catch (IOException e) {
        throw pages.damaged(e);
      }
    }
    return owed == 0;
  }

  private boolean nextEntries() throws IOException {
    while (pageLeft == 0 && !atEnd) {
      page = pages.next();
      if (page == null) {
        atEnd = true;
        decoder = null;
      } else {
        pageLeft = page.entryCount();
        try {
          decoder = decoding.decoder(page.encoding(), page.values());
        } catch (IOException e) {
          throw pages.damaged(e);
        }
      }
    }
    return !atEnd;
  }

  /** Rows of which everything is here. A row in a list ends where the next one begins. */
  private int heldRows() {
    if (owed == 0) {
      boolean lastIsWhole = !isRepeated || atEnd || levels.rows() == 0;
      return lastIsWhole ? levels.rows() : levels.rows() - 1;
    }
    int entry = levels.entryOfLastValue(owed);
    int begun = levels.rowsBefore(entry);
    return begun == 0 || levels.beginsRow(entry) ? begun : begun - 1;
  }

  private void limit(long mostBytes) {
    if (values instanceof DecodedBytes bytes) {
      bytes.limit((int) mostBytes);
    }
  }

  /**
   * The first rows of those held.
   *
   * @param rows at most as many as {@link #fill} returned
   */
  public LeafSlice slice(int rows) {
    lent = levels.startOfRow(rows);
    return new LeafSlice(rows, levels.levels(lent), values.values(levels.values(lent)));
  }

  private void dropLent() {
    if (lent > 0) {
      values.drop(levels.values(lent));
      levels.drop(lent);
      lent = 0;
    }
  }

  /** Heap bytes of what is decoded, and of the dictionary. */
  public long retainedBytes() {
    return levels.retainedBytes() + values.retainedBytes() + decoding.retainedBytes();
  }
}
