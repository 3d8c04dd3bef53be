package io.flinkarrow.parquet.input;

import java.io.Closeable;
import java.io.IOException;

/** What is opened in part, because something of it failed. */
public final class FailedOpening {

  private FailedOpening() {}

  /** Closes what was opened before a failure, which stays the one that is told. */
  public static void close(Closeable opened, Throwable failure) {
    try {
      opened.close();
    } catch (IOException suppressed) {
      failure.addSuppressed(suppressed);
    }
  }
}
