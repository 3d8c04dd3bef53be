package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open files whose footers alone would exceed the budget: it must not make a file of each row. */
class ManyWideFilesTest {

  private static final int BUCKETS = 120;
  private static final int COLUMNS = 50;
  private static final long FOOTER_ENTRY = 200L * COLUMNS;

  /** What a file holds that is not worth to be ended, the open pages' slack included. */
  private static final long MOST_OF_A_FILE = 3072L * COLUMNS;

  @TempDir Path directory;

  private static RowType type() {
    LogicalType[] types = new LogicalType[COLUMNS];
    String[] names = new String[COLUMNS];
    for (int column = 2; column < COLUMNS; column++) {
      types[column] = new BigIntType();
      names[column] = "number" + column;
    }
    for (int column = 0; column < 2; column++) {
      types[column] = NumberedRows.TYPE.getTypeAt(column);
      names[column] = NumberedRows.TYPE.getFieldNames().get(column);
    }
    return RowType.of(false, types, names);
  }

  private static RowData row(long id) {
    RowData numbered = NumberedRows.of(id);
    GenericRowData row = new GenericRowData(COLUMNS);
    row.setField(0, id);
    row.setField(1, numbered.isNullAt(1) ? null : numbered.getString(1));
    for (int column = 2; column < COLUMNS; column++) {
      row.setField(column, (id + column) * 0x9E37_79B9_7F4A_7C15L);
    }
    return row;
  }

  private ArrowParquetSink<RowData> sink(long budget, int run) {
    return ArrowParquetSink.forRows(new org.apache.flink.core.fs.Path(directory.toUri()), type())
        .options(options(budget))
        .bucketAssigner(new BucketsBy<>(row -> "bucket=" + row.getLong(0) / run % BUCKETS))
        .build();
  }

  private static WriterOptions options(long budget) {
    return WriterOptions.builder().memoryBudgetBytes(budget).build();
  }

  private static long rowGroups(String files) throws SQLException {
    Object sum =
        DuckDbReader.query(
                "SELECT sum(num_row_groups)::BIGINT FROM parquet_file_metadata('%s')"
                    .formatted(files))
            .get(0)
            .get(0);
    return (Long) sum;
  }

  /** The most that was retained meanwhile. */
  private static long write(int rows, ArrowParquetSink<RowData> sink, SinkHarness<RowData> harness)
      throws Exception {
    long most = 0;
    for (int id = 0; id < rows; id++) {
      harness.write(row(id));
      if (id % 50 == 0) {
        most = Math.max(most, SinkHarness.openWriters(sink).totals().retainedBytes());
      }
    }
    return most;
  }

  @Test
  void filesAreEndedSoThatTheBudgetHolds() throws Exception {
    long budget = 1 << 19;
    int run = 150;
    int rows = 2 * BUCKETS * run;
    ArrowParquetSink<RowData> sink = sink(budget, run);
    long most;
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      most = write(rows, sink, harness);
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isLessThan(BUCKETS);
      harness.checkpoint(1);
      assertThat(SinkHarness.openWriters(sink).totals()).isEqualTo(new OpenWriters.Totals(0, 0, 0));
    }
    assertThat(BUCKETS * FOOTER_ENTRY).as("the test needs it").isGreaterThan(2 * budget);
    assertThat(most).isBetween(budget / 2, budget);
    List<Path> files = PartFiles.hidden(directory);
    assertThat(files).as("at most a file a run").hasSizeBetween(BUCKETS + 1, 2 * BUCKETS);
    assertThat(PartFiles.idsOf(files)).isEqualTo(LongStream.range(0, rows).toArray());
  }

  @Test
  void rowsThatComeOneByOneBecomeNeitherRowGroupsNorFiles() throws Exception {
    int rows = BUCKETS * 150;
    ArrowParquetSink<RowData> sink = sink(1 << 20, 1);
    long most;
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      most = write(rows, sink, harness);
      harness.checkpoint(1);
    }
    assertThat(most).isLessThan(BUCKETS * MOST_OF_A_FILE);
    assertThat(rowGroups(directory + "/*/.part*")).isLessThan(rows / 40);
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory)))
        .isEqualTo(LongStream.range(0, rows).toArray());
  }

  /** A plain FileSink and a table have a rolling policy that knows nothing of the budget. */
  @Test
  void filesThatOthersRollAreNotEndedAndGetNoTinyRowGroups() throws Exception {
    int rows = BUCKETS * 150;
    var factory = ArrowParquetWriterFactory.forRows(type(), options(1 << 20));
    List<InMemoryStream> streams = new ArrayList<>();
    List<BulkWriter<RowData>> writers = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      streams.add(new InMemoryStream());
      writers.add(factory.create(streams.get(bucket)));
    }
    for (int id = 0; id < rows; id++) {
      writers.get(id % BUCKETS).addElement(row(id));
    }
    assertThat(SinkHarness.openWriters(factory).totals().retainedBytes())
        .isLessThan(BUCKETS * MOST_OF_A_FILE + rows / 40 * FOOTER_ENTRY);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      writers.get(bucket).finish();
      Files.write(directory.resolve(bucket + ".parquet"), streams.get(bucket).toByteArray());
    }
    assertThat(rowGroups(directory + "/*.parquet")).isLessThan(rows / 40);
    PartFiles.assertHoldsExactly(directory, rows);
  }
}
