package io.flinkarrow.read;

import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReader;

/** A leaf column: its values come from parquet-column. Opened for one row group after another. */
final class LeafReader implements FieldReader {

  private final ColumnDescriptor column;
  private final int index;
  private final LeafConverter converter;
  private ColumnReader values;

  /**
   * @param index the column's place among the leaf columns of the file
   */
  LeafReader(ColumnDescriptor column, int index, LeafConverter converter) {
    this.column = column;
    this.index = index;
    this.converter = converter;
  }

  ColumnDescriptor column() {
    return column;
  }

  int index() {
    return index;
  }

  void open(PageReader pages, ParsedVersion writer) {
    values = new ColumnReaderImpl(column, pages, converter, writer);
  }

  /** Lets go of the row group. */
  void close() {
    values = null;
    converter.forget();
  }

  @Override
  public Object read() {
    Object value = null;
    if (values.getCurrentDefinitionLevel() == column.getMaxDefinitionLevel()) {
      values.writeCurrentValueToConverter();
      value = converter.value();
    }
    values.consume();
    return value;
  }

  @Override
  public void skipSlot() {
    values.consume();
  }

  @Override
  public int definitionLevel() {
    return values.getCurrentDefinitionLevel();
  }

  @Override
  public int repetitionLevel() {
    return values.getCurrentRepetitionLevel();
  }
}
