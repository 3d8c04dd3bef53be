package io.flinkarrow.row;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.batch.RecordBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads batches of one schema as rows of a type. Columns are found by name, also within rows, and
 * must all be there, each of a type that holds what is asked for; columns that no field asks for
 * are passed over. Dictionaries and runs are decoded. Rows are new ones and own their bytes.
 *
 * <p>Trusts the batch's offsets and lengths: decode what came from others with {@code ArrowIpc}.
 */
public final class BatchRows {

  private final BatchSchema schema;
  private final RowBinding binding;

  private BatchRows(BatchSchema schema, RowBinding binding) {
    this.schema = schema;
    this.binding = binding;
  }

  /**
   * Finds the columns of the rows.
   *
   * @throws IllegalArgumentException if a field has no column or its column another type; names the
   *     first twenty of them, a line each
   */
  public static BatchRows of(BatchSchema schema, RowType asked) {
    ColumnBindings bindings = new ColumnBindings();
    RowBinding row = bindings.row(schema.schema().getFields(), asked, "");
    if (!bindings.problems().isEmpty()) {
      throw new IllegalArgumentException(
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
    for (RowType.RowField field : asked.getFields()) {
      requireReadable(field.getName(), field.getType());
    }
  }

  private static void requireReadable(String column, LogicalType type) {
    switch (type.getTypeRoot()) {
      case TIMESTAMP_WITH_TIME_ZONE, NULL, RAW, SYMBOL, UNRESOLVED, DESCRIPTOR, BITMAP ->
          throw new UnsupportedOperationException(
              "Column '%s' has the type %s, which no Arrow type is read as: leave it out or give it another type"
                  .formatted(column, type.asSummaryString()));
      default -> type.getChildren().forEach(child -> requireReadable(column, child));
    }
  }

  /** The schema that batches must have. */
  public BatchSchema schema() {
    return schema;
  }

  /**
   * The rows of a batch, one after the other. A row with a value that its type does not hold fails
   * with an {@link IllegalArgumentException} that names column and row.
   *
   * @throws IllegalArgumentException if the batch has another schema
   */
  public Iterator<RowData> read(RecordBatch batch) {
    if (!schema.equals(batch.batchSchema())) {
      throw new IllegalArgumentException(
          "Expected a batch with the schema %s, came one with %s"
              .formatted(schema, batch.batchSchema()));
    }
    return new Rows(binding.bind(BatchCursor.of(batch)), batch.rowCount());
  }

  private static final class Rows implements Iterator<RowData> {

    private final SlotReader[] fields;
    private final int rowCount;
    private int next;

    Rows(SlotReader[] fields, int rowCount) {
      this.fields = fields;
      this.rowCount = rowCount;
    }

    @Override
    public boolean hasNext() {
      return next < rowCount;
    }

    @Override
    public RowData next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The batch has %d rows".formatted(rowCount));
      }
      try {
        return RowBinding.row(fields, next++);
      } catch (RefusedValueException e) {
        throw new IllegalArgumentException(
            "Column '%s', row %d of the batch: %s".formatted(e.path(), next - 1, e.problem()), e);
      }
    }
  }
}
