package io.flinkarrow.parquet.page;

import java.io.Closeable;
import java.io.IOException;
import javax.annotation.Nullable;

/** The data pages of one column chunk, one after the other. */
public interface DataPages extends Closeable {

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

  /** Gives back the memory that pages were charged for; the file stays open. */
  @Override
  void close();
}
