package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.FileModules;
import io.flinkarrow.parquet.encryption.Struct;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import shaded.parquet.org.apache.thrift.TException;

/** Row groups that lie in a file, and what its footer is going to say of them. */
public final class WrittenRowGroups {

  public static final WrittenRowGroups NONE = new WrittenRowGroups(0, List.of(), new long[0]);

  private final long bytes;
  private final List<RowGroupEntry> entries;
  private final long[] nulls;

  private WrittenRowGroups(long bytes, List<RowGroupEntry> entries, long[] nulls) {
    this.bytes = bytes;
    this.entries = List.copyOf(entries);
    this.nulls = nulls.clone();
  }

  /**
   * Those of a file that goes on.
   *
   * @param bytes of the file up to their end
   * @param nulls of each leaf column; none if there are no row groups
   */
  static WrittenRowGroups of(long bytes, List<RowGroupEntry> entries, long[] nulls) {
    return new WrittenRowGroups(bytes, entries, nulls);
  }

  /**
   * Those that the end of a file tells of. No byte before it is read.
   *
   * @param bytes of the file up to the end of these row groups
   * @param notLast whether the last row group is not one of them
   * @param nulls of each leaf column
   * @throws IOException if the file's end is damaged
   */
  public static WrittenRowGroups read(ParquetInput file, long bytes, boolean notLast, long[] nulls)
      throws IOException {
    FooterBytes footer = FooterBytes.read(file, Integer.MAX_VALUE);
    try {
      List<RowGroup> rowGroups = OpenFooter.of(file, footer, null).metadata().getRow_groups();
      int count = rowGroups.size() - (notLast ? 1 : 0);
      List<RowGroupEntry> entries = new ArrayList<>();
      for (int ordinal = 0; ordinal < count; ordinal++) {
        entries.add(entry(file, ordinal, rowGroups.get(ordinal), nulls.length));
      }
      return new WrittenRowGroups(bytes, entries, count > 0 ? nulls : new long[0]);
    } catch (TException | RuntimeException e) {
      throw new IOException(
          "The footer of %s is not what its writer wrote: %s. Its bytes were changed; take those of another checkpoint"
              .formatted(file.name(), e.getMessage()),
          e);
    }
  }

  private static RowGroupEntry entry(ParquetInput file, int ordinal, RowGroup rowGroup, int columns)
      throws IOException {
    if (rowGroup.getColumnsSize() != columns) {
      throw new IllegalArgumentException(
          "row group %d should have %d columns, but has %d"
              .formatted(ordinal, columns, rowGroup.getColumnsSize()));
    }
    PackedStructs.Builder metadata = new PackedStructs.Builder(columns);
    PackedStructs.Builder columnIndexes = new PackedStructs.Builder(columns);
    PackedStructs.Builder offsetIndexes = new PackedStructs.Builder(columns);
    long filterBytes = 0;
    for (ColumnChunk chunk : rowGroup.getColumns()) {
      ColumnMetaData ofChunk = chunk.getMeta_data();
      if (ofChunk == null) {
        throw new IllegalArgumentException("a chunk should have metadata, but has none");
      }
      metadata.add(to -> Util.writeColumnMetaData(ofChunk, to, null, null));
      filterBytes += ofChunk.isSetBloom_filter_offset() ? ofChunk.getBloom_filter_length() : 0;
      if (chunk.isSetColumn_index_offset()) {
        columnIndexes.add(
            part(file, chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
      } else {
        columnIndexes.addNothing();
      }
      offsetIndexes.add(part(file, chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
    }
    RowGroupEntry entry =
        new RowGroupEntry(
            ordinal,
            rowGroup.getNum_rows(),
            rowGroup.getFile_offset(),
            rowGroup.getTotal_compressed_size(),
            filterBytes,
            rowGroup.getTotal_byte_size(),
            columns,
            FileModules.plain(),
            metadata.build(),
            null,
            null,
            columnIndexes.build(),
            offsetIndexes.build());
    if (rowGroup.isSetSorting_columns()) {
      entry.sortedBy(rowGroup.getSorting_columns());
    }
    return entry;
  }

  /** As it lies in the file. */
  private static Struct part(ParquetInput file, long position, int length) throws IOException {
    if (length < 0 || position < 0 || position > file.length() - length) {
      throw new IllegalArgumentException(
          "an index of %d bytes should not lie at byte %d".formatted(length, position));
    }
    byte[] bytes = file.read(position, length);
    return to -> to.write(bytes);
  }

  long bytes() {
    return bytes;
  }

  List<RowGroupEntry> entries() {
    return entries;
  }

  long[] nulls() {
    return nulls.clone();
  }
}
