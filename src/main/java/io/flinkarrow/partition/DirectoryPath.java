package io.flinkarrow.partition;

import javax.annotation.Nullable;

/** A partition's directory, put together level by level. For one directory. */
final class DirectoryPath {

  /** The row's number if its position is not known. */
  static final int SOME_ROW = -1;

  private final StringBuilder path = new StringBuilder();
  private final String nullName;
  private final int row;

  /**
   * @param row what messages call it, or {@link #SOME_ROW}
   */
  DirectoryPath(String nullName, int row) {
    this.nullName = nullName;
    this.row = row;
  }

  /**
   * @param text null for what belongs to nulls
   * @throws PartitionException if the directory's name is longer than file systems bear
   */
  void add(PartitionField field, @Nullable String text) {
    String name =
        PathEscaping.escape(field.name())
            + '='
            + (text == null ? nullName : PathEscaping.escape(text));
    if (PathEscaping.isTooLong(name)) {
      throw new PartitionException(
          "Column '%s' has in %s a value too long for the name of a directory, which may have %d bytes; leave such rows out or partition by a shorter column"
              .formatted(field.column(), where(row), PathEscaping.MAXIMUM_BYTES));
    }
    if (path.length() > 0) {
      path.append('/');
    }
    path.append(name);
  }

  static String where(int row) {
    return row == SOME_ROW ? "a row" : "row %d of a batch".formatted(row);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
