package io.flinkarrow.row.bind;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.RowView;
import io.flinkarrow.row.view.Slots;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Views batches of one schema as rows of a type: no value is copied before it is asked for, and
 * strings are parts of the batch. Fields are found as by {@code BatchRows}.
 *
 * <p>Trusts the batch's offsets and lengths, but no value. Those that the types of the rows might
 * have no place for are looked at when a batch is bound, so that no row fails later.
 */
public final class BatchViews {

  private final RowViewBinding binding;
  private final long maximumBytes;

  private BatchViews(RowViewBinding binding, long maximumBytes) {
    this.binding = binding;
    this.maximumBytes = maximumBytes;
  }

  /**
   * Finds the columns of the rows.
   *
   * @param utcTimezone whether timestamps of no zone are as they are asked for; if not, they are
   *     instants whose time on the JVM's clock is
   * @param maximumBytes of heap that a value may take that is made of several columns
   * @throws RefusedInputException if a field's column has another type
   */
  public static BatchViews of(
      List<Field> columns, RowType asked, boolean utcTimezone, long maximumBytes) {
    ViewBindings bindings = new ViewBindings(utcTimezone);
    RowViewBinding row = bindings.row(columns, asked, "");
    if (!bindings.problems().isEmpty()) {
      throw new RefusedInputException(
          "The batch's columns do not hold what the rows ask for:\n  "
              + String.join("\n  ", bindings.problems()));
    }
    return new BatchViews(row, maximumBytes);
  }

  /** Whether a column without children can be read as a type, as far as its values let it. */
  public static boolean isReadAs(Field column, LogicalType asked) {
    return LeafBindings.find(ColumnLayout.of(column), asked, column.getName()).isPresent();
  }

  /** Whether variants have a type for the values of a column without children. */
  public static boolean isVariantScalar(Field column) {
    return VariantScalarType.of(column).isPresent();
  }

  /**
   * The rows of a batch.
   *
   * @throws UnfitSlotException if a value has no place in the type that is asked for
   */
  public Rows bind(RecordBatch batch) {
    BatchCursor cursor = BatchCursor.of(batch, new RowBudget(maximumBytes));
    return new Rows(binding.bind(cursor, Slots.valid(batch.rowCount())));
  }

  /** The rows of one batch; any thread may ask for them. */
  public record Rows(ColumnView... columns) {

    /** A new object each time, which may be kept. */
    public RowView row(int row) {
      return new RowView(columns, row);
    }
  }
}
