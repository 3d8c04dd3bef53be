package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.SortingColumn;

/**
 * A row group that can be copied byte for byte into another file: it is not encrypted, and all that
 * the file says of where its pages, indexes and Bloom filters are fits together. What pages hold is
 * looked at when they are copied.
 */
public final class CopyableRowGroup {

  private final ParquetInput file;
  private final RowGroupChunks group;
  private final List<CopyableChunk> chunks;

  private CopyableRowGroup(ParquetInput file, RowGroupChunks group, List<CopyableChunk> chunks) {
    this.file = file;
    this.group = group;
    this.chunks = chunks;
  }

  /**
   * Reads the row group's indexes.
   *
   * @param maximumPageBytes larger pages are not held to be copied
   * @return empty if it cannot be copied: then it can only be read
   * @throws IOException if the file cannot be read
   */
  public static Optional<CopyableRowGroup> of(
      ParquetInput file, FileFooter footer, RowGroupChunks group, long maximumPageBytes)
      throws IOException {
    List<Range> indexes = new ArrayList<>();
    for (int leaf = 0; leaf < footer.columns().size(); leaf++) {
      Optional<List<Range>> ofChunk = CopyableChunk.indexes(file, group, leaf);
      if (ofChunk.isEmpty()) {
        return Optional.empty();
      }
      indexes.addAll(ofChunk.get());
    }
    if (group.rows() == 0 || CopyableChunk.areTooLong(indexes)) {
      return Optional.empty();
    }
    FetchedRanges fetched = FetchedRanges.of(file, indexes);
    List<CopyableChunk> chunks = new ArrayList<>();
    for (int leaf = 0; leaf < footer.columns().size(); leaf++) {
      Optional<CopyableChunk> chunk =
          CopyableChunk.of(file, footer, group, leaf, fetched, maximumPageBytes);
      if (chunk.isEmpty()) {
        return Optional.empty();
      }
      chunks.add(chunk.get());
    }
    return Optional.of(new CopyableRowGroup(file, group, chunks));
  }

  ParquetInput file() {
    return file;
  }

  long rows() {
    return group.rows();
  }

  /** For messages. */
  String place() {
    return group.place(file);
  }

  /** One per leaf column. */
  List<CopyableChunk> chunks() {
    return chunks;
  }

  List<SortingColumn> sortingColumns() {
    return group.sortingColumns();
  }

  /** The nulls of a leaf column, 0 if its writer did not count them. */
  long nullCount(int leaf) {
    return chunks.get(leaf).metadata().isSetStatistics()
        ? chunks.get(leaf).metadata().getStatistics().getNull_count()
        : 0;
  }
}
