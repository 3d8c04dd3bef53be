package io.flinkarrow.partition;

import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.function.IntToLongFunction;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A run-end encoded column: the values of the runs that its rows are in. */
final class RunValues extends BatchValues {

  private final BatchValues values;
  private final int[] runOfRow;

  /**
   * @param values one for each run
   */
  RunValues(BatchValues values, int[] runOfRow) {
    this.values = values;
    this.runOfRow = runOfRow;
  }

  /**
   * The run of each row.
   *
   * @throws RefusedInputException if they end too early
   */
  static int[] runs(PartitionColumn column, ArrowType.Int type, ByteBuffer ends, int rows) {
    int count = ends.limit() / (type.getBitWidth() / Byte.SIZE);
    IntToLongFunction end = NumberValues.integers(ends, type);
    int[] runOfRow = new int[rows];
    int run = 0;
    for (int row = 0; row < rows; row++) {
      while (run < count && end.applyAsLong(run) <= row) {
        run++;
      }
      if (run == count) {
        throw new RefusedInputException(
            "Column '%s' has runs that end before %s"
                .formatted(column.name(), DirectoryPath.where(row)));
      }
      runOfRow[row] = run;
    }
    return runOfRow;
  }

  @Override
  boolean isNull(int row) {
    return values.isNull(runOfRow[row]);
  }

  @Override
  boolean same(int row, int other) {
    return runOfRow[row] == runOfRow[other] || values.same(runOfRow[row], runOfRow[other]);
  }

  @Override
  long hash(int row) {
    return values.hash(runOfRow[row]);
  }

  @Override
  String text(int entry, int row) {
    return values.text(runOfRow[entry], row);
  }
}
