package io.flinkarrow.parquet.page;

import java.io.IOException;
import javax.annotation.Nullable;

/** The data pages of one column chunk, one after the other. Holds memory until {@link #letGo}. */
public interface DataPages {

  /** The next page, null behind the last one; the page before is done with. */
  @Nullable
  OpenedDataPage next() throws IOException;

  /**
   * Passes over whole pages without a look at their entries, if it is known which rows they hold.
   * The page behind them begins a row.
   *
   * @param rows that may be passed, from the first one on that begins in the next page
   * @return how many of them were passed: 0 if the next page has others too, or does not tell
   */
  long pass(long rows) throws IOException;

  /** Completes what decoding the page found wrong with where it found it. */
  IOException damaged(IOException found);

  /**
   * Opens the page at hand once more after {@link #letGo}, from its first entry on.
   *
   * @param passed how many of its entries are passed over then
   */
  OpenedDataPage again(int passed) throws IOException;

  /**
   * Gives up the page at hand, the dictionary and bytes of further pages, and what they were
   * charged for. It may go on with {@link #again}, {@link #next} or {@link #pass}.
   */
  void letGo();

  /** Heap bytes that {@link #letGo} gives up, without the dictionary's. */
  long retainedBytes();
}
