package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.testing.ArrowValues;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * One way to read small files that may be damaged, with small limits. Whatever a file is, reading
 * it gives rows or an exception that is documented and names the file, costs no more than the
 * limits allow, and leaves nothing allocated.
 *
 * @param rowType what rows are read as; null to read batches
 * @param filter null for all rows
 * @param keys null if files are not encrypted
 */
record FileReading(
    @Nullable RowType rowType, @Nullable Predicate filter, @Nullable EncryptionKeyProvider keys) {

  /** What the limits allow for a reader, some of it garbage of the pages before. */
  private static final long MOST_ALLOCATED = 256L << 20;

  private static final long MOST_VECTOR_BYTES = 64L << 20;
  private static final long MOST_CPU_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int PAGE_BYTES = 16 << 20;
  private static final int ROW_BYTES = 4 << 20;

  /** A few bytes are many rows if they are all null; nobody needs all of them. */
  private static final int MOST_ROWS = 20_000;

  /** Of as many rows the values are read. */
  private static final int MOST_VALUES = 500;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * What came of it.
   *
   * @param rows the first ones
   * @param refusal null if the file was read to its end
   */
  record Outcome(List<Map<String, Object>> rows, @Nullable Exception refusal) {}

  Outcome read(Path file) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Cost cost = new Cost();
    Exception refusal = null;
    try {
      if (rowType == null) {
        readBatches(file, rows, cost);
      } else {
        readRows(file, rowType, rows, cost);
      }
    } catch (IOException | UnsupportedOperationException e) {
      refusal = e;
    } catch (IllegalArgumentException e) {
      if (rowType != null || filter == null) {
        throw new AssertionError("No filter that could not fit the columns", e);
      }
      refusal = e;
    }
    assertThat(cost.bytes).as("bytes allocated").isLessThan(MOST_ALLOCATED);
    assertThat(cost.nanos).as("nanoseconds of CPU").isLessThan(MOST_CPU_NANOS);
    if (refusal != null) {
      assertThat(refusal).hasMessageContaining(file.getFileName().toString());
    }
    return new Outcome(rows, refusal);
  }

  private void readBatches(Path file, List<Map<String, Object>> rows, Cost cost)
      throws IOException {
    ReaderOptions.Builder options =
        ReaderOptions.builder().maximumPageBytes(PAGE_BYTES).maximumRowBytes(ROW_BYTES);
    if (filter != null) {
      options.filter(filter);
    }
    if (keys != null) {
      options.keyProvider(keys);
    }
    try (BufferAllocator allocator = new RootAllocator(MOST_VECTOR_BYTES);
        ArrowParquetReader reader =
            cost.of(
                () ->
                    ArrowParquetReader.open(ParquetInput.open(file), options.build(), allocator))) {
      int count = 0;
      while (count < MOST_ROWS && cost.of(reader::loadNextBatch)) {
        int batch = reader.getVectorSchemaRoot().getRowCount();
        if (count + batch <= MOST_VALUES) {
          rows.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
        }
        count += batch;
      }
    }
  }

  private void readRows(Path file, RowType type, List<Map<String, Object>> rows, Cost cost)
      throws IOException {
    ReadLimits limits =
        ReadLimits.builder().maximumPageBytes(PAGE_BYTES).maximumRowBytes(ROW_BYTES).build();
    ParquetRowFormat plain = Splits.format(type).withLimits(limits);
    ParquetRowFormat filtered = filter == null ? plain : plain.withFilter(filter);
    ParquetRowFormat format =
        keys == null ? filtered : filtered.withDecryption(files -> files.keyProvider(keys));
    try (BulkFormat.Reader<RowData> reader =
        cost.of(() -> format.createReader(new Configuration(), Splits.whole(file)))) {
      BulkFormat.RecordIterator<RowData> batch = cost.of(reader::readBatch);
      for (int count = 0; batch != null && count < MOST_ROWS; batch = cost.of(reader::readBatch)) {
        for (RecordAndPosition<RowData> row = batch.next(); row != null; row = batch.next()) {
          if (count++ < MOST_VALUES) {
            rows.add(RowValues.row(row.getRecord(), type));
          }
        }
        batch.releaseBatch();
      }
    }
  }

  private interface Call<T> {
    T call() throws IOException;
  }

  /** What calls of a reader take; not what is done with the rows. */
  private static final class Cost {

    private long bytes;
    private long nanos;

    <T> T of(Call<T> call) throws IOException {
      long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
      long nanosBefore = THREADS.getCurrentThreadCpuTime();
      try {
        return call.call();
      } finally {
        bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        nanos += THREADS.getCurrentThreadCpuTime() - nanosBefore;
      }
    }
  }
}
