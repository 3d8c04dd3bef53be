package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.input.FailedOpening;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.input.SharedInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.annotation.Nullable;

/**
 * Reads row groups of one file, one after the other, as record batches. Owns the open file and the
 * row group that is read; batches are new ones and may be kept. For one thread.
 *
 * <p>{@link #open}, {@link #seek} if it is to go on somewhere, {@link #next} until it gives null,
 * {@link #close}.
 */
public final class FileScan implements Closeable {

  private final SharedInput file;
  private final FileFooter footer;
  private final BatchSchema schema;
  private final RowGroupOpening opening;
  private final List<RowGroupChunks> rowGroups;

  /** The number of the next row group among those that are read. */
  private int nextGroup;

  /** Null before the first row group. */
  @Nullable private RowGroupChunks group;

  /** Null until rows of the row group are asked for. */
  @Nullable private RowGroupScan groupScan;

  private long rowGroupsRead;

  /** Of the row group's rows, how many are read or passed over. */
  private long row;

  private FileScan(
      SharedInput file,
      FileFooter footer,
      BatchSchema schema,
      RowGroupOpening opening,
      List<RowGroupChunks> rowGroups) {
    this.file = file;
    this.footer = footer;
    this.schema = schema;
    this.opening = opening;
    this.rowGroups = rowGroups;
  }

  /**
   * Opens a file for all its row groups.
   *
   * @param input closed with the scan, or if it cannot be opened
   * @throws IOException if the file is damaged, or asks for more than the limits allow
   * @throws UnsupportedOperationException if it cannot be read with these options
   * @throws IllegalArgumentException if it does not have a field that is wanted, or the filter does
   *     not fit its columns
   */
  public static FileScan open(ParquetInput input, ScanOptions options) throws IOException {
    return open(input, options, group -> true);
  }

  /** The same for some of its row groups, which are chosen. */
  public static FileScan open(
      ParquetInput input, ScanOptions options, Predicate<RowGroupChunks> chosen)
      throws IOException {
    return open(
        input,
        options,
        footer ->
            FileFields.of(
                footer.schema(), footer.keyValueMetadata(), options.fields(), options.int96Unit()),
        chosen);
  }

  /**
   * The same for fields that depend on the file.
   *
   * @param fieldsOf what is read of a file with such a footer, instead of the options' fields
   */
  public static FileScan open(
      ParquetInput input,
      ScanOptions options,
      Function<FileFooter, FileFields> fieldsOf,
      Predicate<RowGroupChunks> chosen)
      throws IOException {
    SharedInput file = new SharedInput(input);
    try {
      ScanLimits limits = options.limits();
      FileFooter footer =
          FileFooter.read(
              file, limits.maximumMetadataBytes(), limits.maximumDepth(), options.decryption());
      return open(file, footer, options, fieldsOf, chosen);
    } catch (IOException | RuntimeException | Error e) {
      FailedOpening.close(file, e);
      throw e;
    }
  }

  /** The same for a file of which the footer is known. It is closed with the scan only. */
  public static FileScan open(
      SharedInput file,
      FileFooter footer,
      ScanOptions options,
      Function<FileFooter, FileFields> fieldsOf,
      Predicate<RowGroupChunks> chosen) {
    FileFields fields = fields(file, footer, fieldsOf);
    List<RowGroupChunks> rowGroups =
        footer.rowGroups().stream().filter(group -> group.rows() > 0).filter(chosen).toList();
    BatchSchema schema = BatchSchema.of(fields.schema());
    RowGroupOpening opening = RowGroupOpening.of(file, footer, fields, schema, options);
    return new FileScan(file, footer, schema, opening, rowGroups);
  }

  private static FileFields fields(
      ParquetInput file, FileFooter footer, Function<FileFooter, FileFields> fieldsOf) {
    try {
      return fieldsOf.apply(footer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot be read: %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  /** The schema of the batches. */
  public BatchSchema schema() {
    return schema;
  }

  /** Where a batch's row group is, for messages; it must be the last one that came. */
  public String place() {
    return group.place(file);
  }

  /** That columns do not become rows, for reasons that lie in the file. */
  public IOException unfit(ScannedColumns columns, IOException cause) {
    return RowGroupScan.unfit(columns.firstRow(), place(), cause);
  }

  /** What the file says of itself. */
  public FileFooter footer() {
    return footer;
  }

  /**
   * Goes on where an earlier scan of the same row groups was.
   *
   * @param rowGroupStart the first byte of a row group; null for the first one
   * @param rows that are passed over from there on; they may reach into further row groups
   * @throws IOException if the file does not have them
   */
  public void seek(@Nullable Long rowGroupStart, long rows) throws IOException {
    while (rowGroupStart != null && (group == null || group.start() != rowGroupStart)) {
      if (nextGroup == rowGroups.size()) {
        throw changed("a row group at byte " + rowGroupStart);
      }
      nextGroup();
    }
    long left = rows;
    while (left > 0) {
      if (!findRow()) {
        throw changed("%d rows more than it has".formatted(left));
      }
      long passed = Math.min(left, group.rows() - row);
      row += passed;
      left -= passed;
    }
  }

  private IOException changed(String missing) {
    return new IOException(
        "%s has changed since the checkpoint: this split should have %s. Restore with the file as it was, or without this state"
            .formatted(file.name(), missing));
  }

  /**
   * The next rows.
   *
   * @return null behind the last one
   * @throws IOException if the file is damaged, or asks for more than the limits allow
   * @throws UnsupportedOperationException if a column cannot be read
   */
  @Nullable
  public ScannedBatch next() throws IOException {
    return next(RowGroupScan::next);
  }

  /**
   * The next rows as columns that are not put together, instead of {@link #next}: never both.
   *
   * @return null behind the last one
   */
  @Nullable
  public ScannedColumns nextColumns() throws IOException {
    return next(RowGroupScan::nextColumns);
  }

  /**
   * The next rows as leaf columns, instead of {@link #next}: never both.
   *
   * @return null behind the last one
   */
  @Nullable
  public ScannedLeaves nextLeaves() throws IOException {
    return next(RowGroupScan::nextLeaves);
  }

  /** What comes out of the row group that is read. */
  private interface Step<S extends Scanned> {
    @Nullable
    S of(RowGroupScan group) throws IOException;
  }

  @Nullable
  private <S extends Scanned> S next(Step<S> step) throws IOException {
    while (findRow()) {
      if (groupScan == null) {
        groupScan = opening.open(group, row, rowGroups.subList(nextGroup, rowGroups.size()));
        rowGroupsRead += groupScan == null ? 0 : 1;
      }
      S rows = groupScan == null ? null : step.of(groupScan);
      if (rows != null) {
        row = rows.nextRow();
        return rows;
      }
      row = group.rows();
    }
    closeGroup();
    return null;
  }

  /** What was left out because of the filter, so far. */
  public ScanCounts counts() {
    return opening.counts();
  }

  /** How many row groups were read, at least in part. */
  public long rowGroupsRead() {
    return rowGroupsRead;
  }

  /** Heap bytes that are held from one batch to the next. */
  long heldBytes() {
    return opening.memory().heldBytes();
  }

  /** How many bytes were read of the file. */
  public long bytesRead() {
    return file.bytes();
  }

  /** How many ranges of the file were read. */
  public long requests() {
    return file.requests();
  }

  @Override
  public void close() throws IOException {
    opening.cancel();
    closeGroup();
    file.close();
  }

  /** Goes to the next row group if this one is read; false if there is none. */
  private boolean findRow() {
    while (group == null || row == group.rows()) {
      if (nextGroup == rowGroups.size()) {
        return false;
      }
      nextGroup();
    }
    return true;
  }

  private void nextGroup() {
    closeGroup();
    group = rowGroups.get(nextGroup++);
    row = 0;
  }

  private void closeGroup() {
    if (groupScan != null) {
      groupScan.close();
      groupScan = null;
    }
  }
}
