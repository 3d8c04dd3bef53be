package io.flinkarrow.sink.file;

import java.io.IOException;
import javax.annotation.Nullable;

/** What a helper thread failed with, for the task's thread to fail with too. */
final class AheadFailure {

  private AheadFailure() {}

  /** Throws it, if there is one. */
  static void rethrow(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }
}
