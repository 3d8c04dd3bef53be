package io.flinkarrow.parquet.page;

import java.io.IOException;

/** A sealed page by its bytes: the header with the compressed body behind it. */
public sealed interface StoredPage permits PageStore.Location, KeptPage {

  int length();

  /**
   * @param store that of the page's chunk
   */
  void writeTo(SharingOutput out, PageStore store) throws IOException;
}
