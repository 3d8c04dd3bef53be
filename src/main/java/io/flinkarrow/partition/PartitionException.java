package io.flinkarrow.partition;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Rows that have no folder. The message names the column, and the row's position if it is known,
 * never the value. Flink does not restart a job that fails with it: the same rows would come again,
 * without end.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class PartitionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  PartitionException(String message) {
    super(message);
  }

  /**
   * @param row of a batch, or {@link FolderPath#SOME_ROW}
   */
  static PartitionException outsideYears(String column, int row) {
    return new PartitionException(
        "Column '%s' has in %s a time outside the years 1 to 9999, for which the pattern has no folder"
            .formatted(column, FolderPath.where(row)));
  }
}
