package io.flinkarrow.row.bind;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.RefusedValueException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.flink.table.data.RowData;

/** The rows of batches that a binding fits, made one at a time. */
public final class RowIterator implements Iterator<RowData> {

  private final RowBinding binding;
  private final List<RecordBatch> batches;
  private final RowBudget budget;

  /** The batch that is read, and its number. */
  private SlotReader[] fields;

  private int batch = -1;
  private int rowCount;
  private int row;

  public RowIterator(RowBinding binding, List<RecordBatch> batches, RowBudget budget) {
    this.binding = binding;
    this.batches = batches;
    this.budget = budget;
  }

  @Override
  public boolean hasNext() {
    while (row == rowCount && batch + 1 < batches.size()) {
      open(batches.get(++batch));
    }
    return row < rowCount;
  }

  private void open(RecordBatch next) {
    budget.nextBatch();
    fields = binding.bind(BatchCursor.of(next, budget));
    rowCount = next.rowCount();
    row = 0;
  }

  @Override
  public RowData next() {
    if (!hasNext()) {
      throw new NoSuchElementException("There are no more rows");
    }
    try {
      budget.nextRow();
      return RowBinding.row(fields, row++, budget, "");
    } catch (RefusedValueException e) {
      throw new RefusedInputException(
          "%s %d of batch %d: %s".formatted(subject(e), row - 1, batch, e.problem()), e);
    }
  }

  private static String subject(RefusedValueException refused) {
    return refused.path().isEmpty() ? "Row" : "Column '%s', row".formatted(refused.path());
  }
}
