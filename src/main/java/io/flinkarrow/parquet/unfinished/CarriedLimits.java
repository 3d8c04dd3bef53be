package io.flinkarrow.parquet.unfinished;

import io.flinkarrow.parquet.chunk.HeldPages;
import io.flinkarrow.parquet.column.ColumnSettings;

/**
 * How much memory the pages of an unfinished file may take when they are written again: what they
 * took where they were written. A few bytes of a state can stand for any number of values. For the
 * columns of one row group, one after the other.
 */
final class CarriedLimits {

  /** What values may take that came in as one byte each: levels, and numbers of four or more. */
  private static final int DECODED_TIMES = 8;

  /** Of a dictionary of long entries, with what is made of its page. */
  private static final int DICTIONARY_TIMES = 130;

  private static final long BESIDES = 16 << 20;

  /** Levels and id of an entry that has no bytes otherwise. */
  private static final int ENTRY_BYTES = 8;

  /** Another version of a codec may have compressed pages better. */
  private static final int STORED_TIMES = 2;

  private static final long STORED_BESIDES = 64 << 10;

  private final long maximumRowBytes;

  /** What open pages hold that are larger than others: all of them have the last row only. */
  private long lastRowBytes;

  /**
   * @param maximumRowBytes of a row as it came in
   */
  CarriedLimits(long maximumRowBytes) {
    this.maximumRowBytes = maximumRowBytes;
  }

  /** A page has as many bytes as options say, or one row, and beside it there is a dictionary. */
  long mostPageBytes(ColumnSettings settings) {
    long page = Math.max(settings.pageBytes(), maximumRowBytes);
    return Math.min(
        Integer.MAX_VALUE,
        mostDecoded(page) + DICTIONARY_TIMES * (long) settings.dictionaryBytes());
  }

  /** All columns of a row, decoded. */
  long mostRowBytes() {
    return mostDecoded(maximumRowBytes);
  }

  private static long mostDecoded(long bytes) {
    return Math.min(
        Integer.MAX_VALUE, BESIDES + DECODED_TIMES * Math.min(bytes, Integer.MAX_VALUE));
  }

  /** What a page of several rows may hold. */
  private static long mostHeld(ColumnSettings settings) {
    return mostDecoded(settings.pageBytes()) + (long) ENTRY_BYTES * settings.pageRows();
  }

  /**
   * Rows have been added to the open page.
   *
   * @throws IllegalStateException if it holds more than any page
   */
  void requireOpen(HeldPages held, ColumnSettings settings) {
    long most = mostHeld(settings);
    if (held.openRows() <= 1) {
      most = Math.max(most, mostRowBytes());
    }
    if (held.openBytes() > most) {
      throw new IllegalStateException(
          "the open page should have no more than %d bytes, but has %d in %d rows"
              .formatted(most, held.openBytes(), held.openRows()));
    }
  }

  /**
   * The open page was sealed.
   *
   * @param readBytes the chunk's, as it was read
   * @throws IllegalStateException if its pages are more than these
   */
  void requireStored(HeldPages held, long readBytes) {
    if (held.storedBytes() > STORED_TIMES * readBytes + STORED_BESIDES) {
      throw new IllegalStateException(
          "their %d bytes should stay as they are, but become %d"
              .formatted(readBytes, held.storedBytes()));
    }
  }

  /**
   * All rows of a column are written.
   *
   * @throws IllegalStateException if its last row and those of columns before are larger than a row
   */
  void countLastRow(HeldPages held, ColumnSettings settings) {
    if (held.openBytes() > mostHeld(settings)) {
      lastRowBytes += held.openBytes();
    }
    if (lastRowBytes > mostRowBytes()) {
      throw new IllegalStateException(
          "the last row should have no more than %d bytes with columns before, but has %d"
              .formatted(mostRowBytes(), lastRowBytes));
    }
  }
}
