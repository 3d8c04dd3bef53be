package io.flinkarrow.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.format.ColumnMetaData;

/**
 * The asked fields of a row group's rows, read column by column: {@link #open}, {@link #read} and
 * {@link #skip} until all rows are read, {@link #close}, and again for the next row group.
 */
final class RowReader {

  private final List<String> names;
  private final FieldReader[] fields;
  private final List<LeafReader> leaves;
  private final List<LeafReader> counters;

  /**
   * @param leaves all leaf columns that the fields read
   * @param counters those that can tell the number of rows if there are no leaves, the best first
   */
  RowReader(
      List<String> names,
      FieldReader[] fields,
      List<LeafReader> leaves,
      List<LeafReader> counters) {
    this.names = names;
    this.fields = fields;
    this.leaves = leaves;
    this.counters = counters;
  }

  void open(ParquetInput file, RowGroupChunks group, ParsedVersion writer) throws IOException {
    for (LeafReader leaf : leaves) {
      open(leaf, file, group, writer);
    }
    if (!counters.isEmpty()) {
      countRows(counters.get(0), file, group, writer);
    }
  }

  private static void open(
      LeafReader leaf, ParquetInput file, RowGroupChunks group, ParsedVersion writer)
      throws IOException {
    ColumnMetaData chunk = group.chunks().get(leaf.index());
    checkChunk(file, group, leaf, chunk);
    ChunkPages pages = new ChunkPages(file, group.ordinal(), chunk);
    try {
      leaf.open(pages, writer);
    } catch (RuntimeException e) {
      throw failure(leaf.name(), group.place(file), e);
    }
  }

  /** Outside of lists, the footer says how many values there are; in them, levels do. */
  private static void countRows(
      LeafReader counter, ParquetInput file, RowGroupChunks group, ParsedVersion writer)
      throws IOException {
    if (counter.isFlat()) {
      checkChunk(file, group, counter, group.chunks().get(counter.index()));
      return;
    }
    open(counter, file, group, writer);
    try {
      for (long row = 0; row < group.rows(); row++) {
        counter.skipRow();
      }
      counter.checkEnd();
    } catch (RuntimeException e) {
      throw failure(counter.name(), group.place(file), e);
    } finally {
      counter.close();
    }
  }

  /**
   * After the last row of a row group: its columns must be at their ends, too.
   *
   * @param place the row group, for messages
   */
  void checkEnd(String place) throws IOException {
    for (LeafReader leaf : leaves) {
      try {
        leaf.checkEnd();
      } catch (RuntimeException e) {
        throw failure(leaf.name(), place, e);
      }
    }
  }

  void close() {
    leaves.forEach(LeafReader::close);
  }

  /** The bytes of the asked columns in a row group, decompressed. */
  long bytes(RowGroupChunks group) {
    return leaves.stream()
        .mapToLong(leaf -> group.chunks().get(leaf.index()).getTotal_uncompressed_size())
        .sum();
  }

  /**
   * Reads the next {@code count} rows.
   *
   * @param place where they stand, for messages
   */
  GenericRowData[] read(int count, String place) throws IOException {
    GenericRowData[] rows = new GenericRowData[count];
    for (int row = 0; row < count; row++) {
      rows[row] = new GenericRowData(fields.length);
    }
    for (int i = 0; i < fields.length; i++) {
      FieldReader field = fields[i];
      try {
        for (int row = 0; row < count; row++) {
          rows[row].setField(i, field.read());
        }
      } catch (RuntimeException e) {
        throw failure(names.get(i), place, e);
      }
    }
    return rows;
  }

  /** Passes over the next {@code count} rows. */
  void skip(long count, String place) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      try {
        for (long row = 0; row < count; row++) {
          fields[i].read();
        }
      } catch (RuntimeException e) {
        throw failure(names.get(i), place, e);
      }
    }
  }

  private static IOException failure(String name, String place, RuntimeException cause) {
    return cause instanceof UncheckedIOException unchecked
        ? unchecked.getCause()
        : new IOException(
            "Column '%s' cannot be read in %s: %s".formatted(name, place, cause.getMessage()),
            cause);
  }

  private static void checkChunk(
      ParquetInput file, RowGroupChunks group, LeafReader leaf, ColumnMetaData chunk)
      throws IOException {
    boolean flat = leaf.isFlat();
    long values = chunk.getNum_values();
    if (flat ? values != group.rows() : values < group.rows()) {
      throw new IOException(
          "Column '%s' should have %s%d values in row group %d of %s, but has %d. The file is damaged; write it again"
              .formatted(
                  leaf.name(),
                  flat ? "" : "at least ",
                  group.rows(),
                  group.ordinal(),
                  file.path(),
                  values));
    }
    if (!List.of(leaf.column().getPath()).equals(chunk.getPath_in_schema())) {
      throw new IOException(
          "Column chunk %d in row group %d of %s should be of column '%s', but is of '%s'. The file is damaged; write it again"
              .formatted(
                  leaf.index(),
                  group.ordinal(),
                  file.path(),
                  leaf.name(),
                  String.join(".", chunk.getPath_in_schema())));
    }
  }
}
