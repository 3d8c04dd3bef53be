package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.decoding.DecodedValues;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ChunkDataPages;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.page.SkippedPages;
import java.io.IOException;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;

/** Opens the column chunks of one row group that are read, once the footer is not contradicted. */
record ChunkOpening(
    ParquetInput file,
    FileFooter footer,
    RowGroupChunks group,
    ScanLimits limits,
    ScanMemory memory,
    SkippedPages skippedPages,
    RowAllowance allowance,
    @Nullable FetchedRanges fetched,
    long fetchBytes) {

  private static final int MINIMUM_PIECE_LENGTH = 64 << 10;

  private static final int COUNTED_ROWS = 8192;

  /**
   * @param leaf the column's number among the leaf columns of the file
   * @param columns that are read at a time
   */
  ColumnChunkReader<?> open(int leaf, int columns) throws IOException {
    ColumnDescriptor column = footer.columns().get(leaf);
    ReadableChunk chunk = footer.chunk(file, group, leaf);
    check(leaf, column, chunk.metadata());
    RawPages pages =
        new RawPages(
            footer.open(file, chunk.metadata(), pieceLength(columns), fetched),
            "of column '%s' in %s".formatted(name(column), group.place(file)),
            chunk,
            limits.maximumMetadataBytes(),
            limits.maximumPageBytes());
    return reader(
        column,
        ChunkDecoding.of(column.getPrimitiveType()),
        pages,
        chunk.metadata().getNum_values());
  }

  private <T extends DecodedValues> ColumnChunkReader<T> reader(
      ColumnDescriptor column, ChunkDecoding<T> decoding, RawPages pages, long valueCount) {
    DataPages dataPages =
        new ChunkDataPages(
            pages, column, decoding, valueCount, memory.pages(), memory.rereads(), skippedPages);
    return new ColumnChunkReader<>(
        dataPages,
        decoding,
        column.getMaxRepetitionLevel(),
        column.getMaxDefinitionLevel(),
        group.rows(),
        allowance);
  }

  private int pieceLength(int columns) {
    return (int)
        Math.max(
            MINIMUM_PIECE_LENGTH, Math.min(FetchedRanges.MAXIMUM_REQUEST, fetchBytes / columns));
  }

  /**
   * For rows of which no column is read: what the footer says of their number must be what a column
   * says, if one can be read. Outside of lists, the footer says how many values there are; in them,
   * levels do.
   */
  void countRows() throws IOException {
    List<ColumnDescriptor> columns = footer.columns();
    int counter = -1;
    for (int leaf = 0; leaf < columns.size(); leaf++) {
      if (group.isHere(leaf)
          && (counter < 0 || (isFlat(columns.get(leaf)) && !isFlat(columns.get(counter))))) {
        counter = leaf;
      }
    }
    if (counter >= 0 && isFlat(columns.get(counter))) {
      check(counter, columns.get(counter), footer.chunk(file, group, counter).metadata());
    } else if (counter >= 0) {
      try (ColumnChunkReader<?> column = open(counter, 1)) {
        readToEnd(column);
      }
    }
  }

  /** A chunk that does not have the rows of its row group is refused then. */
  private void readToEnd(ColumnChunkReader<?> column) throws IOException {
    column.select(0, group.rows());
    int rows;
    while ((rows = column.fill(COUNTED_ROWS, MINIMUM_PIECE_LENGTH)) > 0) {
      column.slice(rows);
      allowance.nextBatch();
    }
  }

  String name(int leaf) {
    return name(footer.columns().get(leaf));
  }

  private void check(int leaf, ColumnDescriptor column, ColumnMetaData chunk) throws IOException {
    boolean flat = isFlat(column);
    long values = chunk.getNum_values();
    if (flat ? values != group.rows() : values < group.rows()) {
      throw new IOException(
          "Column '%s' should have %s%d values in row group %d of %s, but has %d. The file is damaged; write it again"
              .formatted(
                  name(column),
                  flat ? "" : "at least ",
                  group.rows(),
                  group.ordinal(),
                  file.name(),
                  values));
    }
    if (!List.of(column.getPath()).equals(chunk.getPath_in_schema())) {
      throw new IOException(
          "Column chunk %d in row group %d of %s should be of column '%s', but is of '%s'. The file is damaged; write it again"
              .formatted(
                  leaf,
                  group.ordinal(),
                  file.name(),
                  name(column),
                  String.join(".", chunk.getPath_in_schema())));
    }
  }

  private static boolean isFlat(ColumnDescriptor column) {
    return column.getMaxRepetitionLevel() == 0;
  }

  private static String name(ColumnDescriptor column) {
    return String.join(".", column.getPath());
  }
}
