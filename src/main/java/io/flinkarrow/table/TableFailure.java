package io.flinkarrow.table;

import org.apache.flink.table.api.ValidationException;

/**
 * Why a statement with a table is refused. Flink's SQL client shows the innermost cause only, and
 * ours know no table: so what they say is part of the message, and they are suppressed exceptions.
 */
final class TableFailure {

  private TableFailure() {}

  /**
   * @param what the table's name and what is wrong
   */
  static ValidationException of(String what, RuntimeException reason) {
    ValidationException failure = new ValidationException("Table " + what);
    failure.addSuppressed(reason);
    return failure;
  }
}
