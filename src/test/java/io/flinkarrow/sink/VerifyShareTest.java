package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.NumberedRows;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sinks that verify every file write the files that others write. */
class VerifyShareTest {

  @TempDir Path directory;

  private org.apache.flink.core.fs.Path base() {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  @Test
  void filesOfBatchesPass() throws Exception {
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA)
            .rollAtRows(40)
            .verifyShare(1)
            .build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 10; i++) {
        harness.write(NumberedBatches.of(10L * i, 10));
      }
      harness.checkpoint(1);
      assertThat(harness.committables()).hasSize(3);
    }
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory))).hasSize(100);
  }

  @Test
  void filesOfRowsPass() throws Exception {
    ArrowParquetSink<RowData> sink =
        ArrowParquetSink.forRows(base(), NumberedRows.TYPE).verifyShare(1).build();
    try (SinkHarness<RowData> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 100; i++) {
        harness.write(NumberedRows.of(i));
      }
      harness.checkpoint(1);
    }
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory))).hasSize(100);
  }

  @Test
  void aFactoryHasItsShare() {
    var factory =
        ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, WriterOptions.defaults());
    var verifying = ArrowParquetWriterFactory.verifying(factory, 1);
    assertThat(SinkHarness.openWriters(verifying).verification().drawsNext()).isTrue();
    assertThat(SinkHarness.openWriters(factory).verification().drawsNext()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareThatIsNoneIsRefused(double share) {
    var builder = ArrowParquetSink.forBatches(base(), NumberedBatches.SCHEMA);
    assertThatThrownBy(() -> builder.verifyShare(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("verifyShare must be from 0, for no file, to 1, for every file");
  }
}
