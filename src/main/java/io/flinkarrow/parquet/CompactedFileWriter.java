package io.flinkarrow.parquet;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.file.CopyablePages;
import io.flinkarrow.parquet.file.CopyableRowGroup;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.FooterSchema;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.file.PlainSizes;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.geo.GeometryColumn;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.page.PageCopies;
import io.flinkarrow.parquet.sort.SortCheck;
import io.flinkarrow.parquet.sort.SortKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one file with a schema that files have already, of leaf columns and of whole row groups.
 * For one thread; after an exception it can only be forgotten, and no footer is written. {@link
 * #close} gives back what it holds.
 */
final class CompactedFileWriter implements AutoCloseable {

  private final List<LeafColumn> columns;
  private final FooterSchema schema;
  private final ParquetFileAssembler file;
  private final RowGroupWriter rowGroup;
  private final RowLimit rowLimit;

  /** Null if rows are in any order. */
  @Nullable private final SortCheck sortCheck;

  private int mergedRowGroups;

  /**
   * @param schema of the files, and of this one
   * @param dictionaryEncoded the fields of it that Arrow has dictionary-encoded
   * @throws IllegalArgumentException if the options do not fit the schema
   */
  CompactedFileWriter(
      OutputStream out, MessageType schema, Set<String> dictionaryEncoded, WriterOptions options) {
    options.requireCodecs();
    this.columns = LeafColumns.of(schema, dictionaryEncoded, options);
    List<SortKey> sortKeys = SortKey.of(columns, options.schema.sortingColumns);
    FileModules modules = FileModules.open(options.file.encryption, columns);
    this.schema =
        FooterSchema.of(
            schema,
            columns,
            sortKeys.stream().map(SortKey::forFooter).toList(),
            options.schema.createdBy);
    this.file = new ParquetFileAssembler(out, this.schema, modules);
    this.rowGroup =
        new RowGroupWriter(options, columns, GeometryColumn.of(SchemaColumns.of(schema)), modules);
    this.rowLimit = new RowLimit(columns, Long.MAX_VALUE);
    // Rows of several files are in no order together, however they were written.
    this.sortCheck = sortKeys.isEmpty() ? null : new SortCheck(sortKeys, UnsortedRows.DROP_CLAIM);
  }

  /** In which order each leaf column has its minima and maxima. */
  List<ColumnOrder> columnOrders() {
    return schema.columnOrders();
  }

  /**
   * Takes rows.
   *
   * @param leaves one per leaf column, lent for this call
   * @throws io.flinkarrow.parquet.refusal.RefusedRowsException if a row does not fit a page
   */
  void write(List<? extends LeafRows> leaves, int rowCount) throws IOException {
    rowLimit.check(leaves, 0, rowCount);
    int from = 0;
    while (from < rowCount) {
      int taken = rowGroup.write(leaves, from, rowCount - from);
      if (sortCheck != null) {
        sortCheck.follow(leaves, from, taken);
      }
      from += taken;
      if (rowGroup.isFull()) {
        endRowGroup();
      }
    }
  }

  /** Whether {@link #copyPages} may find pages in a row group. */
  boolean mayCopyPages(RowGroupChunks group) {
    return sortCheck == null
        && group.rows() > 0
        && rowGroup.takesColumns()
        && columns.stream().anyMatch(column -> CopyablePages.encoding(group, column).isPresent());
  }

  /**
   * Begins to take a row group whole, if it has room in the one at hand: copies the pages of
   * columns that have no dictionary there nor here, as far as they are what would be written.
   *
   * @return the leaf columns that have their rows. Unless there are none, {@link #writeColumn} is
   *     to be called for the others, and then {@link #endRows}
   */
  BitSet copyPages(
      ParquetInput input, FileFooter footer, RowGroupChunks group, long maximumPageBytes)
      throws IOException {
    BitSet copied = new BitSet();
    if (rowGroup.hasRoomFor(group.rows(), PlainSizes.of(footer, group))) {
      List<LeafColumn> without =
          columns.stream()
              .filter(
                  column ->
                      CopyablePages.encoding(group, column)
                          .filter(
                              encoding -> rowGroup.column(column.ordinal()).takesPages(encoding))
                          .isPresent())
              .toList();
      for (CopyablePages pages :
          CopyablePages.of(input, footer, group, without, maximumPageBytes)) {
        int leaf = pages.column().ordinal();
        Optional<PageCopies> copies = pages.read();
        copies.ifPresent(rowGroup.column(leaf)::copy);
        copied.set(leaf, copies.isPresent());
      }
    }
    return copied;
  }

  /** Takes rows of one column. */
  void writeColumn(int leaf, LeafRows rows, int rowCount) {
    rowGroup.column(leaf).write(rows, 0, rowCount);
  }

  /** All columns have so many rows more. */
  void endRows(long rows) throws IOException {
    rowGroup.endRows(rows);
    if (rowGroup.isFull()) {
      endRowGroup();
    }
  }

  /** Ends the row group at hand, and copies one behind it. */
  void copy(CopyableRowGroup copied) throws IOException {
    endRowGroup();
    file.copyRowGroup(copied);
  }

  private void endRowGroup() throws IOException {
    if (rowGroup.rowCount() > 0) {
      rowGroup.flushTo(file, sortCheck == null || sortCheck.endRowGroup());
      mergedRowGroups++;
    }
  }

  void finish(Map<String, String> keyValueMetadata) throws IOException {
    endRowGroup();
    file.finish(keyValueMetadata);
  }

  long rows() {
    return file.rowCount();
  }

  long bytes() {
    return file.writtenBytes();
  }

  int rowGroups() {
    return file.rowGroupCount();
  }

  /** How many row groups were written of leaf columns. */
  int mergedRowGroups() {
    return mergedRowGroups;
  }

  @Override
  public void close() {
    rowGroup.reset();
    file.release();
  }
}
