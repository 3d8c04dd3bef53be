package io.flinkarrow.parquet.scan;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.page.SkippedPages;
import io.flinkarrow.parquet.predicate.filter.BatchFilter;
import io.flinkarrow.parquet.predicate.pruning.FilePruning;
import io.flinkarrow.parquet.predicate.pruning.RowRanges;
import io.flinkarrow.parquet.schema.ChosenFields;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;

/**
 * Which rows of a file are read: those that the file does not rule out, and of these exactly those
 * that are wanted, if that is asked for.
 */
final class RowSelection {

  /** Null if all rows are wanted. */
  @Nullable private final FilePruning pruning;

  @Nullable private final ExactFilter exact;
  private final SkippedPages skippedPages = new SkippedPages();
  private ScanCounts counts = ScanCounts.NONE;

  /**
   * The filter of rows.
   *
   * @param fields that it needs
   * @param schema of these
   */
  record ExactFilter(FileFields fields, BatchSchema schema, BatchFilter filter) {}

  private RowSelection(@Nullable FilePruning pruning, @Nullable ExactFilter exact) {
    this.pruning = pruning;
    this.exact = exact;
  }

  /**
   * @throws IllegalArgumentException if an exact filter does not fit the type of a column, or a
   *     column is missing that is not optional
   */
  static RowSelection of(ParquetInput file, FileFooter footer, ScanOptions options) {
    ScanFilter filter = options.filter();
    if (filter == null) {
      return new RowSelection(null, null);
    }
    try {
      requireColumns(filter, footer);
      if (!filter.exact()) {
        return new RowSelection(FilePruning.ofWhatFits(filter.predicate(), footer, file), null);
      }
      FilePruning pruning = FilePruning.of(filter.predicate(), footer, file);
      return new RowSelection(pruning, exact(filter, footer, options, pruning));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s cannot be filtered: %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  private static void requireColumns(ScanFilter filter, FileFooter footer) {
    for (List<String> path : FilePruning.missing(filter.predicate(), footer)) {
      if (!filter.optional().contains(path.get(0))) {
        throw new IllegalArgumentException(
            "Column '%s' is neither in the file nor in the schema that is asked for. Correct its name, or add it to the schema; upper and lower case differ"
                .formatted(ColumnPath.shortest(path)));
      }
    }
  }

  private static ExactFilter exact(
      ScanFilter filter, FileFooter footer, ScanOptions options, FilePruning pruning) {
    FileFields fields =
        FileFields.of(
            footer.schema(),
            footer.keyValueMetadata(),
            ChosenFields.of(pruning.columns()),
            options.int96Unit());
    BatchSchema schema = BatchSchema.of(fields.schema());
    return new ExactFilter(fields, schema, BatchFilter.of(filter.predicate(), schema));
  }

  /** Whether all rows of all row groups are read. */
  boolean isAll() {
    return pruning == null;
  }

  /** Empty if all rows are read that the file does not rule out. */
  Optional<ExactFilter> exact() {
    return Optional.ofNullable(exact);
  }

  /** The numbers of the leaf columns whose statistics tell which rows are wanted. */
  Set<Integer> conditionalLeaves() {
    return pruning == null ? Set.of() : pruning.leaves();
  }

  /** The rows of a row group that the file does not rule out. */
  RowRanges rows(RowGroupIndexes indexes) throws IOException {
    return pruning == null ? RowRanges.all(indexes.group().rows()) : pruning.rows(indexes);
  }

  /** Counts rows that are not read because the file rules them out. */
  void addSkipped(long rows, boolean wholeGroup) {
    counts = counts.plusSkipped(rows, wholeGroup);
  }

  void addFiltered(long rows) {
    counts = counts.plusFiltered(rows);
  }

  /** Counts the pages that columns pass over. */
  SkippedPages skippedPages() {
    return skippedPages;
  }

  ScanCounts counts() {
    return counts.withPagesSkipped(skippedPages.count());
  }
}
