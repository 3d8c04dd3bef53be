package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;

/**
 * A row group: where it lies, and one column chunk for each leaf column of the schema. What the
 * footer says of a chunk is believed only as far as it must be: a chunk that cannot be read, for
 * example an encrypted one, does not matter until it is asked for.
 *
 * @param start the first byte of its column chunks, which may lie in any order; no two row groups
 *     with rows have the same
 * @param end behind the last byte of its column chunks
 * @param sortingColumns by which its rows are sorted, as its writer says; none if they are not
 */
public record RowGroupChunks(
    int ordinal,
    long rows,
    long start,
    long end,
    List<ColumnChunk> chunks,
    List<SortingColumn> sortingColumns) {

  static RowGroupChunks of(String file, int ordinal, RowGroup group, int columns, long dataEnd)
      throws IOException {
    String place = "Row group %d of %s".formatted(ordinal, file);
    if (group.getColumnsSize() != columns || group.getNum_rows() < 0) {
      throw damaged(
          "%s should have %d column chunks and no fewer than 0 rows, but has %d chunks and %d rows"
              .formatted(place, columns, group.getColumnsSize(), group.getNum_rows()));
    }
    long groupStart = dataEnd;
    long groupEnd = 0;
    for (ColumnChunk chunk : group.getColumns()) {
      if (hasPlace(chunk)) {
        ColumnMetaData metadata = chunk.getMeta_data();
        check(place, group.getNum_rows(), metadata, dataEnd);
        groupStart = Math.min(groupStart, ReadableChunk.start(metadata));
        groupEnd = Math.max(groupEnd, statedEnd(metadata, dataEnd));
      }
    }
    if (groupStart > groupEnd && group.getFile_offset() > 0 && group.getFile_offset() < dataEnd) {
      // Where encrypted chunks are is known with their keys only, but this is not to depend on
      // keys.
      groupStart = group.getFile_offset();
      long length = Math.max(0, group.getTotal_compressed_size());
      groupEnd = length > dataEnd - groupStart ? dataEnd : groupStart + length;
    } else if (groupStart > groupEnd) {
      // Nothing here can be read. It still needs a place of its own, which no chunk can have.
      groupStart = dataEnd + 1 + ordinal;
      groupEnd = groupStart;
    }
    return new RowGroupChunks(
        ordinal,
        group.getNum_rows(),
        groupStart,
        groupEnd,
        group.getColumns(),
        group.isSetSorting_columns() ? group.getSorting_columns() : List.of());
  }

  /** Checks what the footer did not say of a chunk in clear. */
  void check(String file, ColumnMetaData chunk, long dataEnd) throws IOException {
    check("Row group %d of %s".formatted(ordinal, file), rows, chunk, dataEnd);
  }

  private static void check(String place, long rows, ColumnMetaData chunk, long dataEnd)
      throws IOException {
    if (ReadableChunk.start(chunk) < 0 || ReadableChunk.start(chunk) > dataEnd) {
      throw damaged(
          "%s: column '%s' should lie before byte %d, but lies at byte %d and has %d bytes"
              .formatted(
                  place,
                  name(chunk),
                  dataEnd,
                  ReadableChunk.start(chunk),
                  chunk.getTotal_compressed_size()));
    }
    if (rows == 0 && chunk.getNum_values() != 0) {
      throw damaged(
          "%s has no rows, but %d values in column '%s'"
              .formatted(place, chunk.getNum_values(), name(chunk)));
    }
  }

  /** Whether the footer says in clear where in this file the chunk is. */
  static boolean hasPlace(ColumnChunk chunk) {
    return chunk.isSetMeta_data() && !chunk.isSetFile_path();
  }

  /** Whether the chunk is in this file, for all to read. */
  static boolean isHere(ColumnChunk chunk) {
    return hasPlace(chunk) && !chunk.isSetCrypto_metadata();
  }

  public boolean isHere(int column) {
    return isHere(chunks.get(column));
  }

  /**
   * What the footer says of a chunk that is to be read.
   *
   * @param column its number among the leaf columns of the file
   * @param name the column's, for messages
   * @throws UnsupportedOperationException if it cannot be read
   */
  ColumnMetaData chunk(int column, String name, ParquetInput file) {
    ColumnChunk chunk = chunks.get(column);
    if (chunk.isSetFile_path()) {
      throw new UnsupportedOperationException(
          "Column '%s' has its chunk in row group %d of %s in another file (%s), which cannot be read: write all into one file, or leave the column out"
              .formatted(name, ordinal, file.name(), chunk.getFile_path()));
    }
    if (!isHere(chunk)) {
      throw new UnsupportedOperationException(
          "Column '%s' is encrypted in row group %d of %s, and cannot be read without keys: give a key provider (withDecryption, or in SQL 'arrow-parquet.encryption.key-provider'), or leave it out"
              .formatted(name, ordinal, file.name()));
    }
    return chunk.getMeta_data();
  }

  /** How many bytes chunks have by the footer; of one that is encrypted, all that there may be. */
  public long bytes(List<Integer> columns) {
    long bytes = 0;
    for (int column : columns) {
      ColumnChunk chunk = chunks.get(column);
      bytes +=
          hasPlace(chunk)
              ? statedEnd(chunk.getMeta_data(), end) - ReadableChunk.start(chunk.getMeta_data())
              : end - start;
    }
    return bytes;
  }

  /** For messages. */
  public String place(ParquetInput file) {
    return "row group %d of %s".formatted(ordinal, file.name());
  }

  /** Whose split's it is: the one that holds this byte. Always within the file. */
  public long midpoint() {
    return start + (end - start) / 2;
  }

  /** Behind the last byte of a chunk if the footer is right about its length. */
  static long statedEnd(ColumnMetaData chunk, long most) {
    long length = Math.max(0, chunk.getTotal_compressed_size());
    return length > most - ReadableChunk.start(chunk) ? most : ReadableChunk.start(chunk) + length;
  }

  private static String name(ColumnMetaData chunk) {
    return String.join(".", chunk.getPath_in_schema());
  }

  private static IOException damaged(String what) {
    return new IOException(what + ". The file is damaged; write it again");
  }
}
