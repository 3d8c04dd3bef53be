package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.encryption.Struct;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.footer.SchemaElements;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.IEEE754TotalOrder;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/**
 * A schema as footers have it, and its leaf columns. Immutable: all files of the schema share it.
 */
public final class FooterSchema {

  private static final ColumnOrder TYPE_ORDER = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
  private static final ColumnOrder TOTAL_ORDER =
      ColumnOrder.IEEE_754_TOTAL_ORDER(new IEEE754TotalOrder());

  private final List<LeafColumn> columns;
  private final List<SchemaElement> elements;
  private final List<SortingColumn> sortingColumns;
  private final List<ColumnOrder> columnOrders;
  private final String createdBy;
  private final long bytes;

  private FooterSchema(
      List<LeafColumn> columns,
      List<SchemaElement> elements,
      List<SortingColumn> sortingColumns,
      @Nullable String application) {
    this.columns = columns;
    this.elements = elements;
    this.sortingColumns = sortingColumns;
    this.columnOrders = columns.stream().map(FooterSchema::columnOrder).toList();
    this.createdBy = CreatedBy.of(application);
    FileMetaData footer =
        new FileMetaData(ParquetFileAssembler.FORMAT_VERSION, elements, 0, List.of());
    Struct serialized = out -> Util.writeFileMetaData(footer, out);
    try {
      this.bytes = serialized.length();
    } catch (IOException e) {
      throw new UncheckedIOException("The footer's schema could not be serialized", e);
    }
  }

  /**
   * @param columns the schema's leaves, in schema order
   * @throws IllegalArgumentException if {@code columns} are not the schema's leaves
   */
  public static FooterSchema of(MessageType schema, List<LeafColumn> columns) {
    return of(schema, columns, List.of(), null);
  }

  /**
   * The same with more that all files of the schema say.
   *
   * @param sortingColumns by which rows are sorted
   * @param application that files are written for; null if it has no name
   */
  public static FooterSchema of(
      MessageType schema,
      List<LeafColumn> columns,
      List<SortingColumn> sortingColumns,
      @Nullable String application) {
    List<ColumnDescriptor> leaves = SchemaColumns.of(schema);
    List<ColumnDescriptor> given = columns.stream().map(LeafColumn::descriptor).toList();
    if (!leaves.equals(given)) {
      throw new IllegalArgumentException(
          "Columns must be the leaves of the schema, %s, but are %s".formatted(leaves, given));
    }
    return new FooterSchema(
        List.copyOf(columns),
        List.copyOf(SchemaElements.of(schema)),
        List.copyOf(sortingColumns),
        application);
  }

  /** In schema order. */
  public List<LeafColumn> columns() {
    return columns;
  }

  /** All nodes, depth first. */
  List<SchemaElement> elements() {
    return elements;
  }

  /** What row groups that are sorted are sorted by. */
  List<SortingColumn> sortingColumns() {
    return sortingColumns;
  }

  /** By which order each leaf column has its statistics. */
  public List<ColumnOrder> columnOrders() {
    return columnOrders;
  }

  /** Whatever order the column's type claims: its statistics follow this one. */
  private static ColumnOrder columnOrder(LeafColumn column) {
    return column.settings().statistics().countNaNs() ? TOTAL_ORDER : TYPE_ORDER;
  }

  /** What all row groups of a file must have in common: types, and the orders of statistics. */
  public void writeTo(OutputStream out) throws IOException {
    FileMetaData footer =
        new FileMetaData(ParquetFileAssembler.FORMAT_VERSION, elements, 0, List.of());
    footer.setColumn_orders(columnOrders);
    Util.writeFileMetaData(footer, out);
  }

  String createdBy() {
    return createdBy;
  }

  /** The bytes of a footer without row groups and key-value metadata. */
  long bytes() {
    return bytes;
  }
}
