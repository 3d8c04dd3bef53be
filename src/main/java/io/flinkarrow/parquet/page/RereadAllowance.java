package io.flinkarrow.parquet.page;

import io.flinkarrow.refusal.TooLargeException;

/**
 * How much of its pages a scan may read again, because it may not hold them. So the work of reading
 * a file stays proportionate to what its pages and the batches hold, whatever a file claims.
 */
public final class RereadAllowance {

  /** What each byte of pages and batches allows to be read again. */
  private static final int TIMES = 64;

  /** What small files and small limits need. */
  private static final long AT_FIRST = 64L << 20;

  private long left = AT_FIRST;

  /** Pages were read, or batches given, of so many bytes. */
  public void earn(long bytes) {
    left += TIMES * bytes;
  }

  /**
   * Pages are to be read again.
   *
   * @throws TooLargeException if that is too much
   */
  void spend(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new TooLargeException(
          "would be one of too many that are read again and again, because all columns together have more than may be held: what is read again would be more than %d times the bytes of all pages and batches. If the file is a good one, raise maximumHeldBytes"
              .formatted(TIMES));
    }
  }
}
