package io.flinkarrow.read.field;

import io.flinkarrow.read.page.ChunkPages;
import io.flinkarrow.value.HeapSizes;
import java.io.IOException;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;

/** A leaf column: its values come from parquet-column. Opened for one row group after another. */
public final class LeafReader implements FieldReader {

  private final ColumnDescriptor column;
  private final int index;
  private final LeafConverter converter;
  private final int fixedBytes;
  private final RowMemory memory;
  private ChunkPages pages;
  private ColumnReader values;

  /** Values of the chunk, nulls among them, that are not passed yet. */
  private long left;

  /**
   * @param index the column's place among the leaf columns of the file
   * @param fixedBytes what each value takes on the heap, or 0 for strings and byte arrays
   * @param memory of the row that values become part of
   */
  LeafReader(
      ColumnDescriptor column,
      int index,
      LeafConverter converter,
      int fixedBytes,
      RowMemory memory) {
    this.column = column;
    this.index = index;
    this.converter = converter;
    this.fixedBytes = fixedBytes;
    this.memory = memory;
  }

  public ColumnDescriptor column() {
    return column;
  }

  public int index() {
    return index;
  }

  public String name() {
    return String.join(".", column.getPath());
  }

  /** Whether it has exactly one value for each row. */
  public boolean isFlat() {
    return column.getMaxRepetitionLevel() == 0;
  }

  public void open(ChunkPages pages, ParsedVersion writer) {
    this.pages = pages;
    left = pages.getTotalValueCount();
    values = new ColumnReaderImpl(column, pages, converter, writer);
    if (values.getCurrentRepetitionLevel() > 0) {
      throw damaged("its chunk should begin with a row, but goes on with one");
    }
  }

  /** Lets go of the row group. */
  public void close() {
    if (pages != null) {
      pages.close();
    }
    pages = null;
    values = null;
    converter.forget();
  }

  @Override
  public Object read() {
    Object value = null;
    int level = values.getCurrentDefinitionLevel();
    if (level >= column.getMaxDefinitionLevel()) {
      checkLevels(level);
      values.writeCurrentValueToConverter();
      value = converter.value();
      memory.charge(fixedBytes > 0 ? fixedBytes : variableBytes(value));
    }
    skipSlot();
    return value;
  }

  private static long variableBytes(Object value) {
    return value instanceof BinaryStringData string
        ? HeapSizes.string(string.getSizeInBytes())
        : HeapSizes.binary(((byte[]) value).length);
  }

  /** What fits into the levels' bits may still be too much. */
  private void checkLevels(int definitionLevel) {
    int repetitionLevel = values.getCurrentRepetitionLevel();
    if (definitionLevel > column.getMaxDefinitionLevel()
        || repetitionLevel > column.getMaxRepetitionLevel()) {
      throw damaged(
          "its levels should be at most %d and %d, but are %d and %d"
              .formatted(
                  column.getMaxDefinitionLevel(),
                  column.getMaxRepetitionLevel(),
                  definitionLevel,
                  repetitionLevel));
    }
  }

  /** Whether the current slot holds a value. */
  boolean hasValue() {
    return values.getCurrentDefinitionLevel() >= column.getMaxDefinitionLevel();
  }

  @Override
  public void skipSlot() {
    // parquet-column would give the last levels of the chunk again and again.
    if (left == 0) {
      throw damaged("its chunk holds fewer rows than the row group");
    }
    left--;
    values.consume();
  }

  /** Passes over the values of one row. */
  public void skipRow() {
    do {
      skipSlot();
    } while (values.getCurrentRepetitionLevel() > 0);
  }

  /** After the last row: nothing may be left in the chunk. */
  public void checkEnd() throws IOException {
    if (left > 0) {
      throw damaged("its chunk holds more rows than the row group");
    }
    pages.checkEnd();
  }

  private static IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException(what + ". The file is damaged; write it again");
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
