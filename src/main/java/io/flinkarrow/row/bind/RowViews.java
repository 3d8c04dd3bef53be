package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.parquet.assemble.FieldColumn;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.view.ColumnView;
import io.flinkarrow.row.view.RowView;
import io.flinkarrow.row.view.Slots;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Views columns of files, all of one schema, as rows of a type: they are not put together, strings
 * are parts of what was decoded, and of a dictionary each entry becomes a value once. Fields are
 * found as by {@code BatchRows}. For one thread.
 *
 * <p>Trusts levels and ids, but no value. Those that the types of the rows might have no place for
 * are looked at when columns are bound, so that no row fails later.
 */
public final class RowViews {

  private final RowViewBinding binding;

  private RowViews(RowViewBinding binding) {
    this.binding = binding;
  }

  /**
   * Finds the columns of the rows.
   *
   * @param columns as the file's own types are
   * @param utcTimezone whether timestamps of no zone are as they are asked for; if not, they are
   *     instants whose time on the JVM's clock is
   * @param maximumBytes of heap that a value may take that is made of several columns
   * @throws RefusedInputException if a field's column has another type
   */
  public static RowViews of(
      List<Field> columns, RowType asked, boolean utcTimezone, long maximumBytes) {
    ViewBindings bindings = new ViewBindings(utcTimezone, maximumBytes);
    RowViewBinding row = bindings.row(columns, asked, "");
    if (!bindings.problems().isEmpty()) {
      throw new RefusedInputException(
          "The file's columns do not hold what the rows ask for:\n  "
              + String.join("\n  ", bindings.problems()));
    }
    return new RowViews(row);
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
   * Some rows.
   *
   * @param count how many there are
   * @param columns one for each field of the schema, with as many slots; their values are kept
   * @throws UnfitSlotException if a value has no place in the type that is asked for
   * @throws IOException if the file has what its columns cannot have; the message names the column
   */
  public Rows bind(int count, List<FieldColumn> columns) throws IOException {
    return new Rows(binding.bind(columns, Slots.valid(count)));
  }

  /** Rows that any thread may ask for. */
  public record Rows(ColumnView... columns) {

    /** A new object each time, which may be kept. */
    public RowView row(int row) {
      return new RowView(columns, row);
    }
  }
}
