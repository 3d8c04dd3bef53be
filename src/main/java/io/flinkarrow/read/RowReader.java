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

  /**
   * @param leaves all leaf columns that the fields read
   */
  RowReader(List<String> names, FieldReader[] fields, List<LeafReader> leaves) {
    this.names = names;
    this.fields = fields;
    this.leaves = leaves;
  }

  void open(ParquetInput file, RowGroupChunks group, ParsedVersion writer) throws IOException {
    for (LeafReader leaf : leaves) {
      ColumnMetaData chunk = group.chunks().get(leaf.index());
      checkChunk(file, group, leaf, chunk);
      try {
        leaf.open(new ChunkPages(file, group.ordinal(), chunk), writer);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (UnsupportedOperationException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new IOException(
            "Column '%s' cannot be read in row group %d of %s: %s"
                .formatted(path(leaf), group.ordinal(), file.path(), e.getMessage()),
            e);
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
    boolean flat = leaf.column().getMaxRepetitionLevel() == 0;
    long values = chunk.getNum_values();
    if (flat ? values != group.rows() : values < group.rows()) {
      throw new IOException(
          "Column '%s' should have %s%d values in row group %d of %s, but has %d. The file is damaged; write it again"
              .formatted(
                  path(leaf),
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
                  path(leaf),
                  String.join(".", chunk.getPath_in_schema())));
    }
  }

  private static String path(LeafReader leaf) {
    return String.join(".", leaf.column().getPath());
  }
}
