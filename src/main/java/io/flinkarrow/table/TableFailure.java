package io.flinkarrow.table;

import org.apache.flink.table.api.ValidationException;

/**
 * Why a statement with a table is refused. Flink's SQL client shows the innermost cause only, and
 * ours know no table: so what they say is part of the message, and they are suppressed exceptions.
 * Each is one without a cause, because the client finds causes in the printed stack trace, those of
 * suppressed exceptions too.
 */
final class TableFailure {

  private TableFailure() {}

  /**
   * @param what the table's name and what is wrong
   */
  static ValidationException of(String what, RuntimeException reason) {
    ValidationException failure = new ValidationException("Table " + what);
    for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
      failure.addSuppressed(alone(cause));
    }
    return failure;
  }

  private static Throwable alone(Throwable cause) {
    if (cause.getCause() == null) {
      return cause;
    }
    RuntimeException alone = new RuntimeException(cause.toString());
    alone.setStackTrace(cause.getStackTrace());
    return alone;
  }
}
