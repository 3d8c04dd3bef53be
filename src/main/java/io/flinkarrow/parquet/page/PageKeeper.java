package io.flinkarrow.parquet.page;

import java.io.OutputStream;
import java.util.function.Consumer;

/** Where sealed pages go. */
interface PageKeeper {

  /**
   * Keeps a page.
   *
   * @param header writes it
   * @param body lent for the call, as the file is to have it
   */
  StoredPage keep(Consumer<OutputStream> header, byte[] body, int length);
}
