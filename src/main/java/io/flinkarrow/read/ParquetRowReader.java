package io.flinkarrow.read;

import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.file.CreatedBy;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.read.field.FieldReaders;
import io.flinkarrow.read.field.RowFields;
import io.flinkarrow.read.field.RowMemory;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.schema.MessageType;

/**
 * Reads the row groups of one split, one after the other. Owns the open file. Every batch has new
 * rows, so they may be kept.
 *
 * <p>A row's position is its row group's first byte and the number of its rows up to this one.
 */
final class ParquetRowReader implements BulkFormat.Reader<RowData> {

  private static final int MAXIMUM_ROWS = 2048;
  private static final long MAXIMUM_BATCH_BYTES = 8 << 20;

  private final ParquetInput file;
  private final FileFooter footer;
  private final RowReader rows;
  private final Iterator<RowGroupChunks> rowGroups;

  /** Null before the first row group. */
  private RowGroupChunks group;

  private boolean groupIsOpen;
  private long row;

  private ParquetRowReader(
      ParquetInput file, FileFooter footer, RowReader rows, List<RowGroupChunks> rowGroups) {
    this.file = file;
    this.footer = footer;
    this.rows = rows;
    this.rowGroups = rowGroups.iterator();
  }

  /** Opens a split's file; goes to the split's position if it has one. */
  static ParquetRowReader open(
      FileSourceSplit split,
      RowType asked,
      boolean utcTimezone,
      ReadLimits limits,
      List<String> tableColumns,
      @Nullable DecryptionSettings decryption)
      throws IOException {
    ParquetInput file = FileSystemInput.open(split.path());
    try {
      FileFooter footer =
          FileFooter.read(file, limits.maximumMetadataBytes(), limits.maximumDepth(), decryption);
      requireColumnOfTable(file, footer.schema(), tableColumns);
      RowMemory memory = new RowMemory(limits.maximumRowBytes());
      RowFields fields =
          FieldReaders.of(
              file.name(),
              footer.schema(),
              asked,
              utcTimezone || CreatedBy.isOurs(footer.writer()),
              memory);
      RowReader rows = new RowReader(fields, memory, limits);
      ParquetRowReader reader = new ParquetRowReader(file, footer, rows, rowGroups(split, footer));
      if (split.getReaderPosition().isPresent()) {
        reader.seek(split.getReaderPosition().get());
      }
      return reader;
    } catch (IOException | RuntimeException | Error e) {
      try {
        file.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      if (e instanceof UnsupportedOperationException unsupported) {
        throw new UnreadableFileException(unsupported);
      }
      throw e;
    }
  }

  private static void requireColumnOfTable(
      ParquetInput file, MessageType schema, List<String> tableColumns) {
    if (!tableColumns.isEmpty() && tableColumns.stream().noneMatch(schema::containsField)) {
      throw new UnsupportedOperationException(
          "%s has none of the table's columns %s; it has %d others. Upper and lower case differ"
              .formatted(file.name(), tableColumns, schema.getFieldCount()));
    }
  }

  @Override
  public BulkFormat.RecordIterator<RowData> readBatch() throws IOException {
    if (!findRow()) {
      return null;
    }
    try {
      openGroup();
    } catch (UnsupportedOperationException e) {
      throw new UnreadableFileException(e);
    }
    int most = (int) Math.min(MAXIMUM_ROWS, group.rows() - row);
    GenericRowData[] batch = rows.read(most, MAXIMUM_BATCH_BYTES, this::place);
    ArrayResultIterator<RowData> records = new ArrayResultIterator<>();
    records.set(batch, batch.length, group.start(), row);
    row += batch.length;
    if (row == group.rows()) {
      rows.checkEnd(group.place(file));
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    rows.close();
    file.close();
  }

  /** The row groups whose middle lies within the split, so that each is exactly one split's. */
  private static List<RowGroupChunks> rowGroups(FileSourceSplit split, FileFooter footer) {
    return footer.rowGroups().stream()
        .filter(group -> group.rows() > 0)
        .filter(
            group ->
                group.midpoint() >= split.offset()
                    && group.midpoint() - split.offset() < split.length())
        .toList();
  }

  private void seek(CheckpointedPosition position) throws IOException {
    boolean inGroup = position.getOffset() != CheckpointedPosition.NO_OFFSET;
    while (inGroup && (group == null || group.start() != position.getOffset())) {
      if (!rowGroups.hasNext()) {
        throw changed("a row group at byte " + position.getOffset());
      }
      nextGroup();
    }
    long left = position.getRecordsAfterOffset();
    while (left > 0) {
      if (!findRow()) {
        throw changed("%d rows more than it has".formatted(left));
      }
      long passed = Math.min(left, group.rows() - row);
      if (passed < group.rows() - row) {
        openGroup();
        rows.skip(passed, MAXIMUM_BATCH_BYTES, this::place);
      }
      row += passed;
      left -= passed;
    }
  }

  private IOException changed(String missing) {
    return new IOException(
        "%s has changed since the checkpoint: this split should have %s. Restore with the file as it was, or without this state"
            .formatted(file.name(), missing));
  }

  /** Goes to the next row group if this one is read; false if there is none. */
  private boolean findRow() {
    while (group == null || row == group.rows()) {
      if (!rowGroups.hasNext()) {
        return false;
      }
      nextGroup();
    }
    return true;
  }

  private void nextGroup() {
    rows.close();
    group = rowGroups.next();
    groupIsOpen = false;
    row = 0;
  }

  private void openGroup() throws IOException {
    if (!groupIsOpen) {
      rows.open(file, group, footer);
      groupIsOpen = true;
    }
  }

  private String place(long ahead) {
    return "row %d of %s".formatted(row + ahead, group.place(file));
  }
}
