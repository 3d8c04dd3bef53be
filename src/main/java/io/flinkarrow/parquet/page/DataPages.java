package io.flinkarrow.parquet.page;

import java.io.IOException;
import javax.annotation.Nullable;

/** The data pages of one column chunk, one after the other. */
public interface DataPages {

  /** The next page, null behind the last one; the page before is done with. */
  @Nullable
  OpenedDataPage next() throws IOException;

  /** Completes what decoding the page found wrong with where it found it. */
  IOException damaged(IOException found);
}
