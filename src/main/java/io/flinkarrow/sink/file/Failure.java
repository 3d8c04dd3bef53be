package io.flinkarrow.sink.file;

import java.io.IOException;

/** What a call failed with, to be thrown by another one. */
final class Failure {

  private Failure() {}

  /** Throws it if it is unchecked. */
  static IOException checked(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
    return (IOException) failure;
  }
}
