package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;

/** What the footer of a finished file adds up to, for each leaf column. */
public final class FooterTotals {

  private final ParquetInput file;
  private final FileFooter footer;

  private FooterTotals(ParquetInput file, FileFooter footer) {
    this.file = file;
    this.footer = footer;
  }

  /**
   * One per leaf column, in schema order.
   *
   * @throws IOException if what the file says of a chunk is damaged
   * @throws UnsupportedOperationException if there is no key for a column
   */
  public static List<ColumnTotals> of(ParquetInput file, FileFooter footer) throws IOException {
    FooterTotals totals = new FooterTotals(file, footer);
    List<ColumnTotals> columns = new ArrayList<>(footer.columns().size());
    for (int i = 0; i < footer.columns().size(); i++) {
      columns.add(totals.column(i));
    }
    return columns;
  }

  private ColumnTotals column(int index) throws IOException {
    ColumnDescriptor column = footer.columns().get(index);
    List<ColumnMetaData> chunks = new ArrayList<>(footer.rowGroups().size());
    for (RowGroupChunks group : footer.rowGroups()) {
      chunks.add(footer.chunk(file, group, index).metadata());
    }
    ColumnTotals totals =
        new ColumnTotals(
            column.getPrimitiveType(), footer.hasTotalOrder(index), nulls(column, chunks));
    try {
      chunks.forEach(totals::add);
    } catch (RuntimeException e) {
      throw new IOException(
          "The statistics of column '%s' in the footer of %s are not what its type asks for: %s. The file is damaged; write it again"
              .formatted(String.join(".", column.getPath()), file.name(), e.getMessage()),
          e);
    }
    return totals;
  }

  /** Empty if a chunk does not say how many it has. */
  private static OptionalLong nulls(ColumnDescriptor column, List<ColumnMetaData> chunks) {
    long nulls = 0;
    if (column.getMaxDefinitionLevel() > 0) {
      for (ColumnMetaData chunk : chunks) {
        if (!chunk.isSetStatistics() || !chunk.getStatistics().isSetNull_count()) {
          return OptionalLong.empty();
        }
        nulls += chunk.getStatistics().getNull_count();
      }
    }
    return OptionalLong.of(nulls);
  }
}
