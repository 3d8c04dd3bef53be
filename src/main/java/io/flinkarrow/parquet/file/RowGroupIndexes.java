package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.ModuleType;
import io.flinkarrow.parquet.footer.BoundedThrift;
import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import io.flinkarrow.parquet.input.FetchedRanges;
import io.flinkarrow.parquet.input.FetchedRanges.Range;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.page.PageLocations;
import io.flinkarrow.parquet.page.ReadableChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import shaded.parquet.org.apache.thrift.TException;

/**
 * What a file says of chunks of one row group and of their pages, read once. The indexes of all
 * columns that are read are fetched together when the first one is asked for. What is missing,
 * malformed, too large or contradictory is as if it was not there. For one thread at a time.
 */
public final class RowGroupIndexes {

  /** More bytes are not fetched for one row group. */
  private static final int LARGEST = 16 << 20;

  private final ParquetInput file;
  private final FileFooter footer;
  private final RowGroupChunks group;
  private final Set<Integer> located;
  private final Set<Integer> conditional;
  private final Map<Integer, Optional<ReadableChunk>> chunks = new HashMap<>();
  private final Map<Integer, Optional<PageLocations>> locations = new HashMap<>();
  private final Map<Integer, Optional<StoredPageIndex>> indexes = new HashMap<>();

  /** Null until an index is asked for. */
  @Nullable private FetchedRanges fetched;

  private interface Parser<T> {
    T parse(byte[] bytes) throws TException;
  }

  /**
   * @param located the numbers of leaf columns whose pages are asked for
   * @param conditional those of leaf columns of which it is asked, too, what values pages have
   */
  public RowGroupIndexes(
      ParquetInput file,
      FileFooter footer,
      RowGroupChunks group,
      Set<Integer> located,
      Set<Integer> conditional) {
    this.file = file;
    this.footer = footer;
    this.group = group;
    this.located = located;
    this.conditional = conditional;
  }

  public RowGroupChunks group() {
    return group;
  }

  /**
   * A chunk of a leaf column; empty if it cannot be read, of which whoever asks for its values is
   * told.
   */
  public Optional<ReadableChunk> chunk(int leaf) throws IOException {
    if (!chunks.containsKey(leaf)) {
      chunks.put(leaf, readable(leaf));
    }
    return chunks.get(leaf);
  }

  private Optional<ReadableChunk> readable(int leaf) throws IOException {
    try {
      return Optional.of(footer.chunk(file, group, leaf));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Where the pages of a leaf column are.
   *
   * @throws IOException if the file cannot be read, or the index cannot be decrypted
   */
  public Optional<PageLocations> pages(int leaf) throws IOException {
    if (!locations.containsKey(leaf)) {
      Optional<ReadableChunk> chunk = chunk(leaf);
      locations.put(leaf, chunk.isEmpty() ? Optional.empty() : pages(leaf, chunk.get()));
    }
    return locations.get(leaf);
  }

  private Optional<PageLocations> pages(int leaf, ReadableChunk chunk) throws IOException {
    return read(offsetIndex(leaf), leaf, chunk, ModuleType.OFFSET_INDEX, BoundedThrift::offsetIndex)
        .map(OffsetIndex::getPage_locations)
        .flatMap(pages -> located(pages, chunk));
  }

  private Optional<PageLocations> located(List<PageLocation> pages, ReadableChunk chunk) {
    return PageLocations.of(pages, footer.range(chunk.metadata()), group.rows());
  }

  /**
   * What is said of the values of a leaf column that is in no list.
   *
   * @throws IOException if the file cannot be read, or an index cannot be decrypted
   */
  public Optional<StoredPageIndex> index(int leaf) throws IOException {
    if (!indexes.containsKey(leaf)) {
      Optional<PageLocations> pages = pages(leaf);
      indexes.put(leaf, pages.isEmpty() ? Optional.empty() : index(leaf, pages.get()));
    }
    return indexes.get(leaf);
  }

  private Optional<StoredPageIndex> index(int leaf, PageLocations pages) throws IOException {
    ReadableChunk chunk = chunk(leaf).orElseThrow();
    return read(columnIndex(leaf), leaf, chunk, ModuleType.COLUMN_INDEX, BoundedThrift::columnIndex)
        .flatMap(index -> StoredPageIndex.of(pages, index, chunk.metadata()));
  }

  /** Null if there is none. */
  @Nullable
  private Range offsetIndex(int leaf) {
    ColumnChunk chunk = group.chunks().get(leaf);
    return chunk.isSetOffset_index_offset()
        ? range(chunk.getOffset_index_offset(), chunk.getOffset_index_length())
        : null;
  }

  @Nullable
  private Range columnIndex(int leaf) {
    ColumnChunk chunk = group.chunks().get(leaf);
    return chunk.isSetColumn_index_offset()
        ? range(chunk.getColumn_index_offset(), chunk.getColumn_index_length())
        : null;
  }

  @Nullable
  private Range range(long start, int length) {
    return start <= 0 || length <= 0 || length > LARGEST || length > file.length() - start
        ? null
        : new Range(start, start + length);
  }

  private <T> Optional<T> read(
      @Nullable Range range, int leaf, ReadableChunk chunk, ModuleType type, Parser<T> parser)
      throws IOException {
    if (range == null) {
      return Optional.empty();
    }
    int length = Math.toIntExact(range.end() - range.start());
    Bytes found = fetched().from(range.start());
    if (found == null || found.length() < length) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(found.array(), found.offset(), found.offset() + length);
    Optional<byte[]> index =
        chunk.decryption() == null
            ? Optional.of(bytes)
            : decrypted(bytes, leaf, chunk.decryption(), type);
    try {
      return index.isEmpty() ? Optional.empty() : Optional.of(parser.parse(index.get()));
    } catch (TException | RuntimeException e) {
      // It is no index, which is no fault: all pages are read.
      return Optional.empty();
    }
  }

  private Optional<byte[]> decrypted(
      byte[] bytes, int leaf, ChunkDecryption decryption, ModuleType type) throws IOException {
    int module = bytes.length - ChunkDecryption.LENGTH_BYTES;
    if (module < 0 || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() != module) {
      return Optional.empty();
    }
    String place =
        "of column '%s' in %s"
            .formatted(String.join(".", footer.columns().get(leaf).getPath()), group.place(file));
    return Optional.of(decryption.open(type, place, bytes, ChunkDecryption.LENGTH_BYTES, module));
  }

  /** Those of all columns, unless they are too large. */
  private FetchedRanges fetched() throws IOException {
    if (fetched == null) {
      List<Range> ranges = new ArrayList<>();
      for (int leaf : located) {
        add(ranges, offsetIndex(leaf));
      }
      for (int leaf : conditional) {
        add(ranges, columnIndex(leaf));
      }
      boolean isTooLarge = FetchedRanges.bytes(ranges) > LARGEST;
      fetched = FetchedRanges.of(file, isTooLarge ? List.of() : ranges);
    }
    return fetched;
  }

  private static void add(List<Range> ranges, @Nullable Range range) {
    if (range != null) {
      ranges.add(range);
    }
  }
}
