package io.flinkarrow.row.bind;

/**
 * That a slot of a column has a value that its type has no place for. Whoever knows where the batch
 * came from says so, and passes on the cause, which says what is wrong.
 */
public final class UnfitSlotException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String column;
  private final int slot;

  /**
   * @param column of the row; empty within it
   */
  private UnfitSlotException(String column, int slot, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.column = column;
    this.slot = slot;
  }

  UnfitSlotException(int slot, RuntimeException cause) {
    this("", slot, cause);
  }

  /** The row's column that the value is in. */
  public String column() {
    return column;
  }

  /** The row. */
  public int row() {
    return slot;
  }

  int slot() {
    return slot;
  }

  /** What is wrong. */
  @Override
  public synchronized RuntimeException getCause() {
    return (RuntimeException) super.getCause();
  }

  /** The same for the slot of a list that the element's slot belongs to. */
  UnfitSlotException inList(int list) {
    return new UnfitSlotException(column, list, getCause());
  }

  /** The same for a column of a row. */
  UnfitSlotException inColumn(String name) {
    return new UnfitSlotException(name, slot, getCause());
  }
}
