package io.flinkarrow.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * A row group: where it lies, and one column chunk for each leaf column of the schema.
 *
 * @param start the first byte of its column chunks, which may lie in any order; no two row groups
 *     with rows have the same
 * @param end behind the last byte of its column chunks
 */
record RowGroupChunks(int ordinal, long rows, long start, long end, List<ColumnMetaData> chunks) {

  static RowGroupChunks of(Path file, int ordinal, RowGroup group, int columns, long dataEnd)
      throws IOException {
    String place = "Row group %d of %s".formatted(ordinal, file);
    if (group.getColumnsSize() != columns || group.getNum_rows() < 0) {
      throw damaged(
          "%s should have %d column chunks and no fewer than 0 rows, but has %d chunks and %d rows"
              .formatted(place, columns, group.getColumnsSize(), group.getNum_rows()));
    }
    List<ColumnMetaData> chunks = new ArrayList<>();
    long groupStart = dataEnd;
    long groupEnd = 0;
    for (ColumnChunk chunk : group.getColumns()) {
      ColumnMetaData metadata = readable(place, chunk);
      long start = start(metadata);
      long length = metadata.getTotal_compressed_size();
      if (start < 0 || length < 0 || start > dataEnd - length) {
        throw damaged(
            "%s: column '%s' should lie before byte %d, but lies at byte %d and has %d bytes"
                .formatted(
                    place, String.join(".", metadata.getPath_in_schema()), dataEnd, start, length));
      }
      if (group.getNum_rows() == 0 && metadata.getNum_values() != 0) {
        throw damaged(
            "%s has no rows, but %d values in column '%s'"
                .formatted(
                    place,
                    metadata.getNum_values(),
                    String.join(".", metadata.getPath_in_schema())));
      }
      chunks.add(metadata);
      groupStart = Math.min(groupStart, start);
      groupEnd = Math.max(groupEnd, start + length);
    }
    return new RowGroupChunks(
        ordinal,
        group.getNum_rows(),
        Math.min(groupStart, groupEnd),
        groupEnd,
        List.copyOf(chunks));
  }

  /** For messages. */
  String place(ParquetInput file) {
    return "row group %d of %s".formatted(ordinal, file.path());
  }

  /** Whose split's it is: the one that holds this byte. Always within the file. */
  long midpoint() {
    return start + (end - start) / 2;
  }

  /** The first byte of a chunk; its dictionary page comes before its data pages, if it has one. */
  static long start(ColumnMetaData chunk) {
    long dataPages = chunk.getData_page_offset();
    long dictionaryPage = chunk.getDictionary_page_offset();
    return chunk.isSetDictionary_page_offset() && dictionaryPage > 0 && dictionaryPage < dataPages
        ? dictionaryPage
        : dataPages;
  }

  private static ColumnMetaData readable(String place, ColumnChunk chunk) {
    if (chunk.isSetCrypto_metadata() || !chunk.isSetMeta_data()) {
      throw new UnsupportedOperationException(
          place + " has an encrypted column, which cannot be read: write it without encryption");
    }
    if (chunk.isSetFile_path()) {
      throw new UnsupportedOperationException(
          "%s has column chunks in another file (%s), which cannot be read: write all into one file"
              .formatted(place, chunk.getFile_path()));
    }
    return chunk.getMeta_data();
  }

  private static IOException damaged(String what) {
    return new IOException(what + ". The file is damaged; write it again");
  }
}
