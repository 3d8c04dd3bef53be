package io.flinkarrow.partition;

import io.flinkarrow.refusal.RefusedInputException;

/**
 * Rows that have no directory. The message names the column, and the row's position if it is known,
 * never the value.
 */
public final class PartitionException extends RefusedInputException {

  private static final long serialVersionUID = 1L;

  PartitionException(String message) {
    super(message);
  }

  /**
   * @param row of a batch, or {@link DirectoryPath#SOME_ROW}
   */
  static PartitionException outsideYears(String column, int row) {
    return new PartitionException(
        "Column '%s' has in %s a time outside the years 1 to 9999, for which the pattern has no directory"
            .formatted(column, DirectoryPath.where(row)));
  }
}
