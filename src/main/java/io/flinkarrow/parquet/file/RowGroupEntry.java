package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.FileModules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * What a file keeps of a row group that it has written: the footer's entry and the indexes of its
 * chunks, serialized, because a file may have many and there may be many files. Indexes are written
 * together at the end of the file, and only then the footer can say where they are.
 */
final class RowGroupEntry {

  /** A footer's fields of a chunk besides its metadata: mostly the places of its indexes. */
  private static final int CHUNK_BYTES = 25;

  /** A row group's own fields in the footer. */
  private static final int ROW_GROUP_BYTES = 30;

  /** This object, its references and numbers. */
  private static final int OBJECT_BYTES = 88;

  private final int ordinal;
  private final long rows;
  private final long start;
  private final long storedBytes;
  private final long bloomFilterBytes;
  private final long uncompressedBytes;
  private final FileModules modules;
  private final int chunks;
  private final PackedStructs metadata;
  @Nullable private final PackedStructs encryptedMetadata;
  @Nullable private final PackedStructs hiddenMetadata;
  private final PackedStructs columnIndexes;
  private final PackedStructs offsetIndexes;
  private List<SortingColumn> sortingColumns = List.of();
  private long columnIndexesStart;
  private long offsetIndexesStart;

  /**
   * @param start where its first page begins in the file
   * @param storedBytes its pages with their headers
   * @param bloomFilterBytes of what lies behind them
   * @param uncompressedBytes the pages before compression
   * @param metadata empty for a chunk whose metadata is encrypted only
   * @param encryptedMetadata empty for a chunk whose metadata is a part of the footer; null if
   *     those of all are
   * @param hiddenMetadata the encrypted one in clear, which never leaves; null if that is null
   * @param columnIndexes empty for a chunk that has none
   */
  RowGroupEntry(
      int ordinal,
      long rows,
      long start,
      long storedBytes,
      long bloomFilterBytes,
      long uncompressedBytes,
      int chunks,
      FileModules modules,
      PackedStructs metadata,
      @Nullable PackedStructs encryptedMetadata,
      @Nullable PackedStructs hiddenMetadata,
      PackedStructs columnIndexes,
      PackedStructs offsetIndexes) {
    this.ordinal = ordinal;
    this.rows = rows;
    this.start = start;
    this.storedBytes = storedBytes;
    this.bloomFilterBytes = bloomFilterBytes;
    this.uncompressedBytes = uncompressedBytes;
    this.chunks = chunks;
    this.modules = modules;
    this.metadata = metadata;
    this.encryptedMetadata = encryptedMetadata;
    this.hiddenMetadata = hiddenMetadata;
    this.columnIndexes = columnIndexes;
    this.offsetIndexes = offsetIndexes;
  }

  /** Its rows are sorted by these. */
  void sortedBy(List<SortingColumn> columns) {
    sortingColumns = columns;
  }

  long rows() {
    return rows;
  }

  /** What the footer says of a chunk, encrypted or not. */
  ColumnMetaData metadata(int chunk) {
    boolean hidden = hiddenMetadata != null && hiddenMetadata.length(chunk) > 0;
    byte[] bytes = (hidden ? hiddenMetadata : metadata).bytes(chunk);
    ColumnMetaData read = new ColumnMetaData();
    try {
      read.read(new TCompactProtocol(new TIOStreamTransport(new ByteArrayInputStream(bytes))));
    } catch (TException e) {
      throw new IllegalStateException("Chunk %d is not as it was written".formatted(chunk), e);
    }
    return read;
  }

  /** The bytes of the Bloom filters behind its pages. */
  long bloomFilterBytes() {
    return bloomFilterBytes;
  }

  void writeColumnIndexes(BufferedFileOutput out) throws IOException {
    columnIndexesStart = out.position();
    columnIndexes.writeTo(out);
  }

  void writeOffsetIndexes(BufferedFileOutput out) throws IOException {
    offsetIndexesStart = out.position();
    offsetIndexes.writeTo(out);
  }

  /** The footer's entry, for writing only. Right once the indexes are written. */
  RowGroup forFooter() {
    List<ColumnChunk> entries = new ArrayList<>(chunks);
    for (int i = 0; i < chunks; i++) {
      // The metadata lies in the footer only; the format wants 0 for its place then.
      ColumnChunk entry = new ColumnChunk(0).setCrypto_metadata(modules.column(i).cryptoMetadata());
      if (metadata.length(i) > 0) {
        entry.setMeta_data(new EncodedColumnMetaData(metadata, i));
      }
      if (encryptedMetadata != null && encryptedMetadata.length(i) > 0) {
        entry.setEncrypted_column_metadata(encryptedMetadata.bytes(i));
      }
      if (columnIndexes.length(i) > 0) {
        entry.setColumn_index_offset(columnIndexesStart + columnIndexes.start(i));
        entry.setColumn_index_length(columnIndexes.length(i));
      }
      entry.setOffset_index_offset(offsetIndexesStart + offsetIndexes.start(i));
      entry.setOffset_index_length(offsetIndexes.length(i));
      entries.add(entry);
    }
    RowGroup rowGroup = new RowGroup(entries, uncompressedBytes, rows);
    rowGroup.setFile_offset(start);
    rowGroup.setTotal_compressed_size(storedBytes);
    if (!sortingColumns.isEmpty()) {
      rowGroup.setSorting_columns(sortingColumns);
    }
    if (ordinal <= Short.MAX_VALUE) {
      rowGroup.setOrdinal((short) ordinal);
    }
    return rowGroup;
  }

  /** About the bytes that its footer entry and its indexes take in the file. */
  long fileBytes() {
    return ROW_GROUP_BYTES
        + (long) CHUNK_BYTES * chunks
        + metadata.length()
        + (encryptedMetadata == null ? 0 : encryptedMetadata.length())
        + columnIndexes.length()
        + offsetIndexes.length();
  }

  /** The heap bytes of all this. */
  long heapBytes() {
    return OBJECT_BYTES
        + metadata.heapBytes()
        + (encryptedMetadata == null ? 0 : encryptedMetadata.heapBytes())
        + (hiddenMetadata == null ? 0 : hiddenMetadata.heapBytes())
        + columnIndexes.heapBytes()
        + offsetIndexes.heapBytes();
  }
}
