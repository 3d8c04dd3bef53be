package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A partitioned sink writes parts of batches, so a row's number is not that in the user's batch.
 */
class RefusalsOfPartsSayHowRowsCountTest {

  @TempDir Path directory;

  @Test
  void becauseBatchesWereSplit() throws Exception {
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .partitionBy(PartitionByColumns.of("name"))
            .build();
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      assertThatThrownBy(() -> harness.write(withoutId()))
          .isInstanceOf(RefusedInputException.class)
          .hasMessageContaining("holds a null in row 0 of the batch")
          .hasMessageContaining("Rows are counted among those of one partition");
    }
  }

  private static RecordBatch withoutId() {
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(NumberedBatches.SCHEMA, NumberedBatches.allocator())) {
      root.allocateNew();
      ((VarCharVector) root.getVector("name")).setSafe(0, "a".getBytes(StandardCharsets.UTF_8));
      root.setRowCount(1);
      return RecordBatch.copyOf(root);
    }
  }
}
