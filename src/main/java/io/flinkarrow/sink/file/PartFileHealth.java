package io.flinkarrow.sink.file;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.io.IOException;
import javax.annotation.Nullable;

/** Whether a part file can still be written, and what it was lost for. */
final class PartFileHealth {

  private final PartFilePlace place;
  private final SinkMetrics metrics;
  @Nullable private Throwable failure;
  private boolean closed;

  PartFileHealth(PartFilePlace place, SinkMetrics metrics) {
    this.place = place;
    this.metrics = metrics;
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasFailed() {
    return failure != null;
  }

  void close() {
    closed = true;
  }

  void requireOpen() {
    if (failure != null) {
      throw new IllegalStateException(
          "The part file is lost since an earlier call failed; restart from the last checkpoint",
          failure);
    }
    if (closed) {
      throw new IllegalStateException("The part file is finished or abandoned already");
    }
  }

  /** Another file failed, which takes this one along. */
  void loseWith(Throwable other) {
    failure = other;
  }

  /**
   * A call failed.
   *
   * @param what was done to the file, as a sentence begins
   * @return what to throw
   */
  IOException lose(String what, Throwable cause) {
    if (cause instanceof RefusedRowsException) {
      return lose(what, new RefusedInputException(cause.getMessage(), cause));
    }
    if (cause instanceof RefusedInputException) {
      metrics.countRefused();
    }
    failure = cause instanceof IOException e ? place.failed(what, e) : cause;
    return checked(failure);
  }

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
