package io.flinkarrow.parquet;

import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.compaction.StoredLeafRows;
import io.flinkarrow.parquet.file.CopyableRowGroup;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.PlainSizes;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.footer.SchemaColumns;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.input.SharedInput;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanLimits;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedLeaves;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One call of {@link ParquetFileCompactor}: looks at all footers first, then takes file by file.
 */
final class FileCompaction {

  /** Of a column that is in no list, the entries of one slice: so they are not copied. */
  private static final int BATCH_ROWS = 16_384;

  private final ParquetFileCompactor options;
  private final ScanOptions scanOptions;
  private final List<ParquetInput.Opener> files;
  private final CompactionPlan plan;
  private long rows;
  private int copiedRowGroups;

  FileCompaction(ParquetFileCompactor options, List<ParquetInput.Opener> files) {
    this.options = options;
    this.scanOptions = options.readerOptions.scan().toBuilder().batchRows(BATCH_ROWS).build();
    this.files = files;
    this.plan = new CompactionPlan(options);
  }

  CompactionSummary writeTo(OutputStream out) throws IOException {
    ScanLimits limits = scanOptions.limits();
    for (ParquetInput.Opener file : files) {
      try (ParquetInput input = file.open()) {
        plan.add(
            input.name(),
            FileFooter.read(
                input,
                limits.maximumMetadataBytes(),
                limits.maximumDepth(),
                scanOptions.decryption()));
      }
    }
    try (CompactedFileWriter writer =
        new CompactedFileWriter(
            out, plan.schema(), plan.metadata().dictionaryEncoded(), options.writerOptions)) {
      return write(writer);
    }
  }

  private CompactionSummary write(CompactedFileWriter writer) throws IOException {
    List<StoredLeafRows> leaves =
        SchemaColumns.of(plan.schema()).stream().map(StoredLeafRows::new).toList();
    List<BitSet> copied = plan.copied(writer.columnOrders());
    for (int i = 0; i < files.size(); i++) {
      boolean pagesAreCopied = plan.isCopyable(i, writer.columnOrders());
      add(files.get(i), copied.get(i), pagesAreCopied, leaves, writer);
    }
    if (rows != plan.rows()) {
      throw new IOException(
          "The files should have %d rows by their footers, but had %d. They have changed meanwhile: compact files that nobody writes to"
              .formatted(plan.rows(), rows));
    }
    Map<String, String> metadata = new LinkedHashMap<>(plan.metadata().entries());
    metadata.putAll(options.writerOptions.keyValueMetadata());
    writer.finish(metadata);
    return new CompactionSummary(
        files.size(),
        rows,
        writer.bytes(),
        copiedRowGroups,
        writer.mergedRowGroups(),
        plan.metadata().leftOut());
  }

  private void add(
      ParquetInput.Opener file,
      BitSet copied,
      boolean pagesAreCopied,
      List<StoredLeafRows> leaves,
      CompactedFileWriter writer)
      throws IOException {
    SharedInput input = new SharedInput(file.open());
    Predicate<RowGroupChunks> byPages = group -> pagesAreCopied && writer.mayCopyPages(group);
    try (FileScan scan =
        open(input, group -> !copied.get(group.ordinal()) && !byPages.test(group))) {
      FileFooter footer = scan.footer();
      plan.requireSameSchema(input.name(), footer);
      for (RowGroupChunks group : footer.rowGroups()) {
        if (copied.get(group.ordinal())) {
          if (!copy(input, footer, group, writer)) {
            mergeAlone(input, footer, group, leaves, writer);
          }
        } else if (!byPages.test(group)) {
          merge(scan, group, leaves, writer);
        } else if (!mergeByPages(input, footer, group, leaves, writer)) {
          mergeAlone(input, footer, group, leaves, writer);
        }
        rows += group.rows();
      }
    }
  }

  private FileScan open(ParquetInput input, Predicate<RowGroupChunks> chosen) throws IOException {
    return FileScan.open(input, scanOptions, footer -> fields(footer, allLeaves(footer)), chosen);
  }

  /** Opens a file that is open, for some columns of one row group. */
  private FileScan open(
      SharedInput input, FileFooter footer, RowGroupChunks group, BitSet columns) {
    return FileScan.open(
        input.lent(),
        footer,
        scanOptions,
        same -> fields(same, columns),
        each -> each.ordinal() == group.ordinal());
  }

  private static FileFields fields(FileFooter footer, BitSet columns) {
    return FileFields.ofLeaves(footer.schema(), columns);
  }

  private static BitSet allLeaves(FileFooter footer) {
    BitSet all = new BitSet();
    all.set(0, footer.columns().size());
    return all;
  }

  private void mergeAlone(
      SharedInput input,
      FileFooter footer,
      RowGroupChunks group,
      List<StoredLeafRows> leaves,
      CompactedFileWriter writer)
      throws IOException {
    try (FileScan ofGroup = open(input, footer, group, allLeaves(footer))) {
      merge(ofGroup, group, leaves, writer);
    }
  }

  /** False, and nothing is taken, if no column's pages can be copied. */
  private boolean mergeByPages(
      SharedInput input,
      FileFooter footer,
      RowGroupChunks group,
      List<StoredLeafRows> leaves,
      CompactedFileWriter writer)
      throws IOException {
    BitSet others = allLeaves(footer);
    others.andNot(writer.copyPages(input, footer, group, scanOptions.limits().maximumPageBytes()));
    if (others.cardinality() == leaves.size()) {
      return false;
    }
    if (!others.isEmpty()) {
      try (FileScan scan = open(input, footer, group, others)) {
        mergeColumns(scan, group, others.stream().toArray(), leaves, writer);
      }
    }
    writer.endRows(group.rows());
    return true;
  }

  private static void mergeColumns(
      FileScan scan,
      RowGroupChunks group,
      int[] columns,
      List<StoredLeafRows> leaves,
      CompactedFileWriter writer)
      throws IOException {
    long[] bytesLeft =
        Arrays.stream(columns)
            .mapToLong(column -> PlainSizes.of(scan.footer(), group, column))
            .toArray();
    for (long left = group.rows(); left > 0; ) {
      ScannedLeaves next = next(scan, group, left);
      for (int i = 0; i < columns.length; i++) {
        StoredLeafRows rows = leaves.get(columns[i]);
        rows.bind(next.leaves().get(i));
        bytesLeft[i] -= rows.valueBytes(0, next.rowCount());
        if (bytesLeft[i] < 0) {
          throw new IOException(
              "Column '%s' in %s should have values of at most %d bytes by its size statistics, but has more. The file is damaged; write it again"
                  .formatted(
                      String.join(".", scan.footer().columns().get(columns[i]).getPath()),
                      scan.place(),
                      PlainSizes.of(scan.footer(), group, columns[i])));
        }
        writer.writeColumn(columns[i], rows, next.rowCount());
      }
      left -= next.rowCount();
    }
  }

  /** False if the row group does not lie as its file says. */
  private boolean copy(
      ParquetInput input, FileFooter footer, RowGroupChunks group, CompactedFileWriter writer)
      throws IOException {
    Optional<CopyableRowGroup> copyable =
        CopyableRowGroup.of(input, footer, group, scanOptions.limits().maximumPageBytes());
    if (copyable.isEmpty()) {
      return false;
    }
    writer.copy(copyable.get());
    copiedRowGroups++;
    return true;
  }

  private static void merge(
      FileScan scan, RowGroupChunks group, List<StoredLeafRows> leaves, CompactedFileWriter writer)
      throws IOException {
    long left = group.rows();
    while (left > 0) {
      ScannedLeaves next = next(scan, group, left);
      List<StoredSlice> slices = next.leaves();
      for (int leaf = 0; leaf < slices.size(); leaf++) {
        leaves.get(leaf).bind(slices.get(leaf));
      }
      writer.write(leaves, next.rowCount());
      left -= next.rowCount();
    }
  }

  private static ScannedLeaves next(FileScan scan, RowGroupChunks group, long left)
      throws IOException {
    ScannedLeaves next = scan.nextLeaves();
    if (next == null || next.rowGroupStart() != group.start()) {
      throw new IllegalStateException("%d rows of %s were not read".formatted(left, scan.place()));
    }
    return next;
  }
}
