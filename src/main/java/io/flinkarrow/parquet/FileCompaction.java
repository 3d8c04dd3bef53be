package io.flinkarrow.parquet;

import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.column.StoredSlice;
import io.flinkarrow.parquet.compaction.StoredLeafRows;
import io.flinkarrow.parquet.file.CopyableRowGroup;
import io.flinkarrow.parquet.file.FileFooter;
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
      add(files.get(i), copied.get(i), leaves, writer);
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
      List<StoredLeafRows> leaves,
      CompactedFileWriter writer)
      throws IOException {
    SharedInput input = new SharedInput(file.open());
    try (FileScan scan = open(input, group -> !copied.get(group.ordinal()))) {
      plan.requireSameSchema(input.name(), scan.footer());
      for (RowGroupChunks group : scan.footer().rowGroups()) {
        if (!copied.get(group.ordinal())) {
          merge(scan, group, leaves, writer);
        } else if (!copy(input, scan.footer(), group, writer)) {
          try (FileScan ofGroup = open(file.open(), each -> each.ordinal() == group.ordinal())) {
            merge(ofGroup, group, leaves, writer);
          }
        }
        rows += group.rows();
      }
    }
  }

  private FileScan open(ParquetInput input, Predicate<RowGroupChunks> chosen) throws IOException {
    return FileScan.open(input, scanOptions, FileCompaction::allLeaves, chosen);
  }

  private static FileFields allLeaves(FileFooter footer) {
    BitSet all = new BitSet();
    all.set(0, footer.columns().size());
    return FileFields.ofLeaves(footer.schema(), all);
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
      ScannedLeaves next = scan.nextLeaves();
      if (next == null || next.rowGroupStart() != group.start()) {
        throw new IllegalStateException(
            "%d rows of %s were not read".formatted(left, scan.place()));
      }
      List<StoredSlice> slices = next.leaves();
      for (int leaf = 0; leaf < slices.size(); leaf++) {
        leaves.get(leaf).bind(slices.get(leaf));
      }
      writer.write(leaves, next.rowCount());
      left -= next.rowCount();
    }
  }
}
