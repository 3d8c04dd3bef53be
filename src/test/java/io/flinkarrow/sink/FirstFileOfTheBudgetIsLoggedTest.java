package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.registry.BudgetWarning;
import io.flinkarrow.testing.LoggedWarnings;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is small because of the budget is told of once, with the numbers to change. */
class FirstFileOfTheBudgetIsLoggedTest {

  @TempDir Path directory;

  @Test
  void andNoFurtherOne() throws Exception {
    ArrowParquetSink<RecordBatch> sink =
        ArrowParquetSink.forBatches(
                new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
            .options(WriterOptions.builder().memoryBudgetBytes(4321).build())
            .build();
    try (LoggedWarnings warnings = LoggedWarnings.of(BudgetWarning.class);
        SinkHarness<RecordBatch> harness = new SinkHarness<>(sink)) {
      for (int i = 0; i < 3; i++) {
        harness.write(NumberedBatches.of(i * 5_000L, 5_000));
      }
      harness.checkpoint(1);
      assertThat(harness.committables()).hasSize(3);
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .startsWith("The memory budget of 4321 bytes ended a file after 5000 rows")
          .contains("1 open files", "Raise memoryBudgetBytes", "filesEndedByBudget");
    }
  }
}
