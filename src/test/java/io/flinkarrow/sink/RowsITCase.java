package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.BucketsBy;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the sink promises of batches holds for rows. */
class RowsITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  @TempDir Path directory;

  private ArrowParquetSink.Builder<RowData> sink() {
    return ArrowParquetSink.forRows(
        new org.apache.flink.core.fs.Path(directory.toUri()), NumberedRows.TYPE);
  }

  @Test
  void killsLoseAndDoubleNothing() throws Exception {
    int batches = 300;
    int rowsPerBatch = 40;
    int kills = 5;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.rows(
            Jobs.batchNumbers(environment, batches, 20).map(new FailingMap<>("rows", kills, 1, 5)),
            rowsPerBatch,
            NumberedRows.TYPE,
            NumberedRows::of)
        .sinkTo(sink().build());
    environment.execute();
    assertThat(FailingMap.failuresOf("rows")).isEqualTo(kills);
    PartFiles.assertHoldsExactly(directory, (long) batches * rowsPerBatch);
  }

  @Test
  void aFileTakesNoFurtherRowOnceItHasTheRows() throws Exception {
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink().rollAtRows(250).build())) {
      for (int id = 0; id < 700; id++) {
        harness.write(NumberedRows.of(id));
      }
      harness.checkpoint(1);
    }
    assertThat(PartFiles.hidden(directory))
        .extracting(file -> PartFiles.idsOf(List.of(file)).length)
        .containsExactly(250, 250, 200);
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory)))
        .isEqualTo(LongStream.range(0, 700).toArray());
  }

  /** Also of rows that wait: each bucket's are too few to be encoded. */
  @Test
  void manyBucketsShareTheBudget() throws Exception {
    int buckets = 1_000;
    int rows = 200_000;
    long budget = 8 << 20;
    WriterOptions options = WriterOptions.builder().memoryBudgetBytes(budget).build();
    ArrowParquetSink<RowData> sink =
        sink()
            .options(options)
            .bucketAssigner(new BucketsBy<>(row -> "remainder=" + row.getLong(0) % buckets))
            .build();
    long most = 0;
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      for (int id = 0; id < rows; id++) {
        harness.write(NumberedRows.of(id));
        if (id % 1_000 == 0) {
          most = Math.max(most, SinkHarness.openWriters(sink).totals().retainedBytes());
        }
      }
      assertThat(SinkHarness.openWriters(sink).totals().writers()).isEqualTo(buckets);
      harness.checkpoint(1);
    }
    assertThat(most).isGreaterThan(budget / 2).isLessThan(2 * budget);
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory)))
        .isEqualTo(LongStream.range(0, rows).toArray());
  }

  @Test
  void aRowWithoutPlaceFailsTheJobByColumnAndRow() throws Exception {
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink().build())) {
      harness.write(NumberedRows.of(0));
      assertThatThrownBy(() -> harness.write(GenericRowData.of(null, null)))
          .hasMessageContaining("column id, row 1 of the part file: the value is null");
    }
    assertThat(PartFiles.visible(directory)).isEmpty();
  }
}
