package io.flinkarrow.row;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.bind.ColumnBindings;
import io.flinkarrow.row.bind.RowBinding;
import io.flinkarrow.row.bind.RowBudget;
import io.flinkarrow.row.bind.RowIterator;
import io.flinkarrow.value.ReadableTypes;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads batches of one schema as rows of a type. Columns are found by name, also within rows, and
 * each must have a type that holds what is asked for. A nullable field without a column is null, as
 * in Parquet files that lack it; a required field, or a row of which no field is there, is refused.
 * Columns that no field asks for are passed over. Dictionaries and runs are decoded. Rows are new
 * ones, and none of their bytes are the batch's. They may share strings and decimals of
 * dictionaries and runs with one another, because these are immutable.
 *
 * <p>Trusts the batch's offsets and lengths: decode what came from others with {@code ArrowIpc}.
 */
public final class BatchRows {

  /** What a row may take: 64 MiB. */
  public static final long DEFAULT_MAXIMUM_BYTES = 64L << 20;

  private final BatchSchema schema;
  private final RowBinding binding;

  private BatchRows(BatchSchema schema, RowBinding binding) {
    this.schema = schema;
    this.binding = binding;
  }

  /**
   * Finds the columns of the rows.
   *
   * @throws IllegalArgumentException if a required field has no column, or a field's column another
   *     type; names the first twenty of them, a line each
   */
  public static BatchRows of(BatchSchema schema, RowType asked) {
    ColumnBindings bindings = new ColumnBindings();
    RowBinding row = bindings.row(schema.schema().getFields(), asked, "");
    if (!bindings.problems().isEmpty()) {
      throw new RefusedInputException(
          "The batch's columns do not hold what the rows ask for:\n  "
              + String.join("\n  ", bindings.problems()));
    }
    return new BatchRows(schema, row);
  }

  /**
   * Looks at a row type alone.
   *
   * @throws UnsupportedOperationException if a field has a type that no column can be read as; the
   *     message names the field
   */
  public static void requireReadable(RowType asked) {
    ReadableTypes.check(asked, "Arrow");
  }

  /** The schema that batches must have. */
  public BatchSchema schema() {
    return schema;
  }

  /**
   * The rows of a batch, as {@link #read(List, long)} gives them, within {@link
   * #DEFAULT_MAXIMUM_BYTES}.
   *
   * @throws IllegalArgumentException if the batch has another schema
   */
  public Iterator<RowData> read(RecordBatch batch) {
    return read(List.of(batch), DEFAULT_MAXIMUM_BYTES);
  }

  /**
   * The rows of the batches of one payload, each made when it is asked for, so that no more than
   * one need be on the heap. A row with a value that its type does not hold, or that takes too
   * much, fails with an {@link IllegalArgumentException} that names column, row and batch.
   *
   * @param maximumBytes of heap that one row takes, and what is kept meanwhile to be shared by
   *     rows; all rows together take no more than 64 times as much. Values that rows share count
   *     for each of them.
   * @throws IllegalArgumentException if a batch has another schema
   */
  public Iterator<RowData> read(List<RecordBatch> batches, long maximumBytes) {
    for (RecordBatch batch : batches) {
      if (!schema.equals(batch.batchSchema())) {
        throw new RefusedInputException(
            "Expected a batch with the schema %s, came one with %s"
                .formatted(schema, batch.batchSchema()));
      }
    }
    return new RowIterator(binding, batches, new RowBudget(maximumBytes));
  }
}
