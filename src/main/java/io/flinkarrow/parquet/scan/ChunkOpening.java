package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.chunk.ColumnChunkReader;
import io.flinkarrow.parquet.chunk.RowAllowance;
import io.flinkarrow.parquet.decoding.ChunkDecoding;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.ChunkDataPages;
import io.flinkarrow.parquet.page.DataPages;
import io.flinkarrow.parquet.page.RawPages;
import io.flinkarrow.parquet.page.ReadableChunk;
import io.flinkarrow.parquet.page.SkippedPages;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnMetaData;

/** Opens the column chunks of one row group that are read, once the footer is not contradicted. */
record ChunkOpening(
    ParquetInput file,
    FileFooter footer,
    RowGroupIndexes indexes,
    RowGroupBytes bytes,
    ScanLimits limits,
    ScanMemory memory,
    long bytesAhead,
    SkippedPages skippedPages,
    long fetchBytes) {

  private static final int MINIMUM_PIECE_LENGTH = 64 << 10;

  private static final int COUNTED_ROWS = 8192;

  RowGroupChunks group() {
    return indexes.group();
  }

  /**
   * Opens chunks for some rows of the row group.
   *
   * @param leaves the columns' numbers among the leaf columns of the file
   * @param rows no others are selected of them
   */
  List<ColumnChunkReader<?>> open(List<Integer> leaves, RowRanges rows, RowAllowance allowance)
      throws IOException {
    List<ColumnChunkReader<?>> opened = new ArrayList<>();
    try {
      FetchedRanges fetched = bytes.of(leaves, rows);
      memory.fetched(bytes.retainedBytes() + bytesAhead);
      for (int leaf : leaves) {
        WantedPages wanted = WantedPages.of(footer, indexes, leaf, rows);
        skippedPages.add(wanted.skipped());
        opened.add(open(leaf, wanted, fetched, leaves.size(), allowance));
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.forEach(ColumnChunkReader::close);
      throw e;
    }
  }

  private ColumnChunkReader<?> open(
      int leaf,
      WantedPages wanted,
      @Nullable FetchedRanges fetched,
      int columns,
      RowAllowance allowance)
      throws IOException {
    ColumnDescriptor column = footer.columns().get(leaf);
    ReadableChunk chunk = footer.chunk(file, group(), leaf);
    check(leaf, column, chunk.metadata());
    RawPages pages =
        new RawPages(
            footer.open(file, chunk.metadata(), wanted.ranges(), pieceLength(columns), fetched),
            "of column '%s' in %s".formatted(name(column), group().place(file)),
            chunk,
            limits.maximumMetadataBytes(),
            limits.maximumPageBytes());
    ChunkDecoding<?> decoding = ChunkDecoding.of(column.getPrimitiveType());
    DataPages dataPages =
        new ChunkDataPages(
            pages,
            column,
            decoding,
            chunk.metadata().getNum_values(),
            wanted.locations(),
            memory.pages(),
            memory.rereads(),
            skippedPages);
    return new ColumnChunkReader<>(
        dataPages,
        decoding,
        column.getMaxRepetitionLevel(),
        column.getMaxDefinitionLevel(),
        group().rows(),
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
  void countRows(RowAllowance allowance) throws IOException {
    List<ColumnDescriptor> columns = footer.columns();
    int counter = -1;
    for (int leaf = 0; leaf < columns.size(); leaf++) {
      if (group().isHere(leaf)
          && (counter < 0 || (isFlat(columns.get(leaf)) && !isFlat(columns.get(counter))))) {
        counter = leaf;
      }
    }
    if (counter >= 0 && isFlat(columns.get(counter))) {
      check(counter, columns.get(counter), footer.chunk(file, group(), counter).metadata());
    } else if (counter >= 0) {
      RowRanges all = RowRanges.all(group().rows());
      try (ColumnChunkReader<?> column = open(List.of(counter), all, allowance).get(0)) {
        readToEnd(column, allowance);
      }
    }
  }

  /** A chunk that does not have the rows of its row group is refused then. */
  private void readToEnd(ColumnChunkReader<?> column, RowAllowance allowance) throws IOException {
    column.select(0, group().rows());
    int rows;
    while ((rows = column.fill(COUNTED_ROWS, MINIMUM_PIECE_LENGTH)) > 0) {
      column.slice(rows);
      allowance.nextBatch();
    }
  }

  /** For messages. */
  String place() {
    return group().place(file);
  }

  /** What a leaf column is called, for messages. */
  String name(int leaf) {
    return name(footer.columns().get(leaf));
  }

  private void check(int leaf, ColumnDescriptor column, ColumnMetaData chunk) throws IOException {
    boolean flat = isFlat(column);
    long values = chunk.getNum_values();
    if (flat ? values != group().rows() : values < group().rows()) {
      throw new IOException(
          "Column '%s' should have %s%d values in row group %d of %s, but has %d. The file is damaged; write it again"
              .formatted(
                  name(column),
                  flat ? "" : "at least ",
                  group().rows(),
                  group().ordinal(),
                  file.name(),
                  values));
    }
    if (!List.of(column.getPath()).equals(chunk.getPath_in_schema())) {
      throw new IOException(
          "Column chunk %d in row group %d of %s should be of column '%s', but is of '%s'. The file is damaged; write it again"
              .formatted(
                  leaf,
                  group().ordinal(),
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
