package io.flinkarrow.read;

import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.scan.ScanFilter;
import io.flinkarrow.parquet.scan.ScanOptions;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.schema.MessageType;

/**
 * How splits are read, whatever they become.
 *
 * @param scan of each file
 * @param tableColumns those that files may have; if there are some, a file that has none of them is
 *     refused
 * @param splittable whether a file may have several splits
 */
record SplitOptions(ScanOptions scan, List<String> tableColumns, boolean splittable)
    implements Serializable {

  SplitOptions {
    tableColumns = List.copyOf(tableColumns);
  }

  static SplitOptions of(ScanOptions scan) {
    return new SplitOptions(scan, List.of(), true);
  }

  SplitOptions withScan(UnaryOperator<ScanOptions.Builder> change) {
    return new SplitOptions(change.apply(scan.toBuilder()).build(), tableColumns, splittable);
  }

  SplitOptions withTableColumns(List<String> changed) {
    return new SplitOptions(scan, changed, splittable);
  }

  SplitOptions withSplittable(boolean changed) {
    return new SplitOptions(scan, tableColumns, changed);
  }

  SplitOptions withLimits(ReadLimits limits) {
    return withScan(scan -> scan.limits(limits.scanLimits()));
  }

  SplitOptions withDecryption(Consumer<DecryptionOptions> files) {
    return withScan(scan -> scan.decryption(DecryptionOptions.of(files)));
  }

  /**
   * @param exact whether rows are left out that files do not rule out
   */
  SplitOptions withFilter(Predicate predicate, boolean exact) {
    return withScan(scan -> scan.filter(new ScanFilter(Objects.requireNonNull(predicate), exact)));
  }

  /**
   * How files are scanned for some columns. If a file lacks one of them, or one of the table's, a
   * filter takes it for null.
   */
  ScanOptions scanFor(Collection<String> columns) {
    if (scan.filter() == null) {
      return scan;
    }
    Set<String> optional = new HashSet<>(tableColumns);
    optional.addAll(columns);
    return scan.toBuilder().filter(scan.filter().withOptional(optional)).build();
  }

  /**
   * Refuses a file of something else: all its rows would be nulls.
   *
   * @throws UnsupportedOperationException if it has none of the columns
   */
  void requireColumn(String file, FileFooter footer) {
    MessageType schema = footer.schema();
    if (!tableColumns.isEmpty() && tableColumns.stream().noneMatch(schema::containsField)) {
      throw new UnsupportedOperationException(
          "%s has none of the columns %s; it has %d others. Upper and lower case differ"
              .formatted(file, tableColumns, schema.getFieldCount()));
    }
  }
}
