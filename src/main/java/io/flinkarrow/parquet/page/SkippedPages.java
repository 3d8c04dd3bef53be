package io.flinkarrow.parquet.page;

/** How many data pages of a scan's columns were passed over without decoding them. */
public final class SkippedPages {

  private long count;

  public void add(long pages) {
    count += pages;
  }

  public long count() {
    return count;
  }
}
