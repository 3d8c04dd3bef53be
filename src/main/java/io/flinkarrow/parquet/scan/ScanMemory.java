package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.page.PageMemory;
import io.flinkarrow.parquet.page.RereadAllowance;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a scan holds from one batch to the next: fetched bytes, and of each column a page, a
 * dictionary, and decoded rows. If that is more than it may be, columns let go their pages, which
 * they read again later. So that each page is read a few times and not once per batch, a column
 * that lets go decodes rows ahead, as many as its share of what may be held allows.
 *
 * <p>While nothing must be let go, nothing is decoded ahead or read again.
 */
final class ScanMemory {

  /** Of what may be held, what decoded rows may take: the rest is for pages of small columns. */
  private static final double DECODED_PART = 0.75;

  /** What is decoded can take twice what it is asked to take: slots, levels and bytes. */
  private static final int MOST_PER_BYTE = 2;

  /** So that there is room for what is decoded ahead; of what may be held, one part of so many. */
  private static final int RESERVED_PART = 16;

  /** A column of larger pages lets go instead of the one that was read last. */
  private static final int MUCH_LARGER = 2;

  private final long mostBytes;
  private final long mostRowBytes;
  private final PageMemory pages;
  private final RereadAllowance rereads = new RereadAllowance();
  private final Set<HeldColumn> columns = new LinkedHashSet<>();
  private long fetchedBytes;
  private long columnBytes;

  ScanMemory(ScanLimits limits) {
    this.mostBytes = limits.maximumHeldBytes();
    this.mostRowBytes = limits.maximumRowBytes();
    this.pages = new PageMemory(limits.maximumPageBytes());
  }

  /** The limit for the pages that are in memory at a time. */
  PageMemory pages() {
    return pages;
  }

  RereadAllowance rereads() {
    return rereads;
  }

  /** What is fetched of the file for all columns, from now on. */
  void fetched(long bytes) {
    fetchedBytes = bytes;
  }

  void add(HeldColumn column) {
    columns.add(column);
  }

  /** Columns are done with. */
  void remove(List<HeldColumn> done) {
    for (HeldColumn column : done) {
      if (columns.remove(column)) {
        columnBytes -= column.bytes();
      }
    }
  }

  /** A column has read, and others let go if that is too much, or itself. */
  void keep(HeldColumn column) throws IOException {
    count(column);
    while (columnBytes > available() - reserved()) {
      HeldColumn one = oneToLetGo(column);
      if (one.pageBytes() == 0) {
        return;
      }
      letGo(one);
    }
  }

  /** Heap bytes of all that is held, counted anew. */
  long heldBytes() {
    long ofColumns = columns.stream().mapToLong(column -> column.reader().retainedBytes()).sum();
    return fetchedBytes + pages.spareBytes() + ofColumns;
  }

  /** The one that was read last, because the others are needed before it; or a much larger one. */
  private HeldColumn oneToLetGo(HeldColumn last) {
    HeldColumn chosen = last;
    long more = MUCH_LARGER * last.pageBytes();
    for (HeldColumn column : columns) {
      if (column.pageBytes() > more) {
        chosen = column;
        more = column.pageBytes();
      }
    }
    return chosen;
  }

  private void letGo(HeldColumn column) throws IOException {
    long free = Math.max(0, available() - (columnBytes - column.bytes()));
    column.letGo((int) Math.min(Integer.MAX_VALUE, Math.min(free / MOST_PER_BYTE, share())));
    count(column);
  }

  /** What each column may decode ahead. */
  private long share() {
    return (long) Math.min(DECODED_PART * available(), mostRowBytes) / columns.size();
  }

  private long reserved() {
    return Math.min(MOST_PER_BYTE * share(), available() / RESERVED_PART);
  }

  private long available() {
    return Math.max(0, mostBytes - fetchedBytes - pages.spareBytes());
  }

  private void count(HeldColumn column) {
    columnBytes -= column.bytes();
    column.count();
    columnBytes += column.bytes();
  }
}
