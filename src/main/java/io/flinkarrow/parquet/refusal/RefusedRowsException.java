package io.flinkarrow.parquet.refusal;

/**
 * Rows that have no place in the file: another schema, a null in a required column, a value that
 * its type can't hold. The same rows would be refused again, by any writer of that schema. Neither
 * the stream nor the writer has a fault; what has is told by other exceptions.
 */
public final class RefusedRowsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message column and row, what was expected and what came; never a value
   */
  public RefusedRowsException(String message) {
    super(message);
  }

  /** The same, found elsewhere. */
  public RefusedRowsException(String message, Throwable cause) {
    super(message, cause);
  }
}
