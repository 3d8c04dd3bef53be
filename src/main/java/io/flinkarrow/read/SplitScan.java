package io.flinkarrow.read;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.input.FailedOpening;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.Scanned;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.scan.ScannedColumns;
import io.flinkarrow.read.file.FileSystemInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;

/**
 * The row groups of one split, one after the other, as batches of the file or as columns. Owns the
 * open file. What cannot be read is told as {@link UnreadableFileException}.
 */
final class SplitScan implements Closeable {

  private final FileScan scan;
  private final ReadMetrics metrics;
  private final ReadMetrics.Meter meter;

  private SplitScan(FileScan scan, ReadMetrics metrics) {
    this.scan = scan;
    this.metrics = metrics;
    this.meter = metrics.meter(scan);
  }

  /**
   * Opens a split's file, makes a reader of it, and goes to the split's position if it has one.
   *
   * @param metrics count what is done
   * @param columns the names of those that are asked for
   * @param fieldsOf what is read of a file with such a footer
   * @param readerOf closes the scan, once it is made
   */
  static <T> BulkFormat.Reader<T> open(
      FileSourceSplit split,
      SplitOptions options,
      ReadMetrics metrics,
      Collection<String> columns,
      Function<FileFooter, FileFields> fieldsOf,
      Function<SplitScan, BulkFormat.Reader<T>> readerOf)
      throws IOException {
    long start = System.nanoTime();
    FileScan scan = null;
    try {
      scan =
          FileScan.open(
              FileSystemInput.open(split.path()),
              options.scanFor(columns),
              footer -> {
                options.requireColumn(split.path().toString(), footer);
                return fieldsOf.apply(footer);
              },
              SplitRowGroups.of(split));
      BulkFormat.Reader<T> reader = readerOf.apply(new SplitScan(scan, metrics));
      SplitRowGroups.seek(scan, split);
      return reader;
    } catch (IOException | RuntimeException | Error e) {
      if (scan != null) {
        FailedOpening.close(scan, e);
      }
      if (e instanceof UnsupportedOperationException || e instanceof IllegalArgumentException) {
        throw new UnreadableFileException((RuntimeException) e);
      }
      throw e;
    } finally {
      metrics.countTime(System.nanoTime() - start);
    }
  }

  FileFooter footer() {
    return scan.footer();
  }

  /** Of the batches. */
  BatchSchema schema() {
    return scan.schema();
  }

  /** Where the last batch is, for messages. */
  String place() {
    return scan.place();
  }

  /** The next rows; null behind the last one. */
  @Nullable
  ScannedBatch next() throws IOException {
    return read(scan::next);
  }

  /** The same as columns that are not put together, instead of {@link #next}. */
  @Nullable
  ScannedColumns nextColumns() throws IOException {
    return read(scan::nextColumns);
  }

  private interface Step<S extends Scanned> {
    @Nullable
    S rows() throws IOException;
  }

  @Nullable
  private <S extends Scanned> S read(Step<S> step) throws IOException {
    long start = System.nanoTime();
    try {
      S rows = step.rows();
      if (rows != null) {
        metrics.countBatch(rows.rowCount());
      }
      return rows;
    } catch (UnsupportedOperationException e) {
      throw new UnreadableFileException(e);
    } finally {
      metrics.countTime(System.nanoTime() - start);
      meter.update();
    }
  }

  /** That columns do not become rows, for reasons that lie in the file. */
  IOException unfit(ScannedColumns columns, IOException cause) {
    return scan.unfit(columns, cause);
  }

  @Override
  public void close() throws IOException {
    scan.close();
  }
}
