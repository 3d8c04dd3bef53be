package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.bloom.BloomFilter;
import io.flinkarrow.parquet.encryption.ColumnModules;
import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.encryption.ModuleType;
import io.flinkarrow.parquet.encryption.Struct;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.page.SealedDataPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nullable;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;

/**
 * Writes the pages of one row group and behind them its Bloom filters, notes where they went, and
 * serializes what the end of the file will say of them.
 */
final class RowGroupOutput {

  private final BufferedFileOutput out;
  private final FileModules modules;
  private final LayoutCheck layoutCheck;
  private final int ordinal;
  private final long rowCount;
  private final int chunks;
  private final PackedStructs.Builder metadata;

  /** Null in a file without encryption. */
  @Nullable private final PackedStructs.Builder encryptedMetadata;

  /** What is encrypted there, in clear, for the summary; null in a file without encryption. */
  @Nullable private final PackedStructs.Builder hiddenMetadata;

  private final PackedStructs.Builder columnIndexes;
  private final PackedStructs.Builder offsetIndexes;
  private long uncompressedBytes;

  /** Where the next Bloom filter will be. */
  private long bloomFilterStart;

  private RowGroupOutput(
      BufferedFileOutput out,
      FileModules modules,
      LayoutCheck layoutCheck,
      int ordinal,
      long rowCount,
      int chunks) {
    this.out = out;
    this.modules = modules;
    this.layoutCheck = layoutCheck;
    this.ordinal = ordinal;
    this.rowCount = rowCount;
    this.chunks = chunks;
    this.metadata = new PackedStructs.Builder(chunks);
    this.encryptedMetadata = modules.isEncrypted() ? new PackedStructs.Builder(chunks) : null;
    this.hiddenMetadata = modules.isEncrypted() ? new PackedStructs.Builder(chunks) : null;
    this.columnIndexes = new PackedStructs.Builder(chunks);
    this.offsetIndexes = new PackedStructs.Builder(chunks);
  }

  /**
   * @throws IllegalStateException if the footer would not say where the pages are
   */
  static RowGroupEntry write(
      BufferedFileOutput out,
      FileModules modules,
      LayoutCheck layoutCheck,
      int ordinal,
      long rowCount,
      List<SealedChunk> chunks)
      throws IOException {
    RowGroupOutput output =
        new RowGroupOutput(out, modules, layoutCheck, ordinal, rowCount, chunks.size());
    long start = out.position();
    long pagesEnd = start + chunks.stream().mapToLong(SealedChunk::storedBytes).sum();
    output.bloomFilterStart = pagesEnd;
    for (int i = 0; i < chunks.size(); i++) {
      output.writeChunk(i, chunks.get(i));
    }
    long end = out.position();
    output.writeBloomFilters(pagesEnd, chunks);
    return output.entry(start, end);
  }

  private void writeChunk(int ordinalInRowGroup, SealedChunk chunk) throws IOException {
    long start = out.position();
    ColumnMetaData footerEntry = ChunkMetadata.of(chunk);
    if (chunk.hasDictionaryPage()) {
      footerEntry.setDictionary_page_offset(start);
      chunk.writeDictionaryPage(out);
    }
    footerEntry.setData_page_offset(out.position());
    OffsetIndex offsetIndex = PageIndexes.offsetIndex(chunk, writeDataPages(chunk));
    layoutCheck.checkChunk(
        ordinal, ordinalInRowGroup, rowCount, footerEntry, offsetIndex, start, out.position());
    ColumnModules column = modules.column(ordinalInRowGroup);
    if (chunk.bloomFilter() != null) {
      int length = bloomFilterBytes(column, chunk.bloomFilter());
      footerEntry.setBloom_filter_offset(bloomFilterStart);
      footerEntry.setBloom_filter_length(length);
      bloomFilterStart += length;
    }
    addMetadata(column, footerEntry);
    Optional<ColumnIndex> columnIndex = PageIndexes.columnIndex(chunk);
    if (columnIndex.isPresent()) {
      Struct struct = to -> Util.writeColumnIndex(columnIndex.get(), to);
      columnIndexes.add(to -> column.write(ModuleType.COLUMN_INDEX, struct, to));
    } else {
      columnIndexes.addNothing();
    }
    Struct struct = to -> Util.writeOffsetIndex(offsetIndex, to);
    offsetIndexes.add(to -> column.write(ModuleType.OFFSET_INDEX, struct, to));
    uncompressedBytes += chunk.uncompressedBytes();
  }

  private void addMetadata(ColumnModules column, ColumnMetaData footerEntry) throws IOException {
    if (!column.hidesMetadata()) {
      metadata.add(serialized(footerEntry));
      if (encryptedMetadata != null) {
        encryptedMetadata.addNothing();
        hiddenMetadata.addNothing();
      }
      return;
    }
    if (column.showsRedactedMetadata()) {
      metadata.add(serialized(ChunkMetadata.redacted(footerEntry)));
    } else {
      metadata.addNothing();
    }
    encryptedMetadata.add(
        to -> column.write(ModuleType.COLUMN_METADATA, serialized(footerEntry), to));
    hiddenMetadata.add(serialized(footerEntry));
  }

  private static Struct serialized(ColumnMetaData metadata) {
    return to -> Util.writeColumnMetaData(metadata, to, null, null);
  }

  /** Where {@link #writeChunk} has said that they will be. */
  private void writeBloomFilters(long pagesEnd, List<SealedChunk> chunks) throws IOException {
    long stated = pagesEnd;
    for (int i = 0; i < chunks.size(); i++) {
      BloomFilter filter = chunks.get(i).bloomFilter();
      if (filter != null) {
        ColumnModules column = modules.column(i);
        int length = bloomFilterBytes(column, filter);
        long start = out.position();
        column.write(ModuleType.BLOOM_FILTER_HEADER, filter::writeHeader, out);
        column.write(ModuleType.BLOOM_FILTER_BITSET, filter::writeBits, out);
        layoutCheck.checkBloomFilter(ordinal, i, stated, length, start, out.position());
        stated += length;
      }
    }
  }

  private static int bloomFilterBytes(ColumnModules column, BloomFilter filter) {
    return column.encryptedLength(filter.headerLength())
        + column.encryptedLength(filter.bitsLength());
  }

  private List<PageLocation> writeDataPages(SealedChunk chunk) throws IOException {
    List<PageLocation> locations = new ArrayList<>(chunk.dataPages().size());
    long firstRow = 0;
    for (SealedDataPage page : chunk.dataPages()) {
      locations.add(new PageLocation(out.position(), page.bytes().length(), firstRow));
      chunk.writeDataPage(page, out);
      firstRow += page.info().rowCount();
    }
    return locations;
  }

  private RowGroupEntry entry(long start, long end) {
    return new RowGroupEntry(
        ordinal,
        rowCount,
        start,
        end - start,
        out.position() - end,
        uncompressedBytes,
        chunks,
        modules,
        metadata.build(),
        encryptedMetadata == null ? null : encryptedMetadata.build(),
        hiddenMetadata == null ? null : hiddenMetadata.build(),
        columnIndexes.build(),
        offsetIndexes.build());
  }
}
