package io.flinkarrow.sink.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.SinkHarness;
import io.flinkarrow.testing.LoggedWarnings;
import io.flinkarrow.testing.NumberedBatches;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets that the heap cannot bear together are told of before memory runs out. */
class MemoryBudgetsTest {

  private final LoggedWarnings warnings = LoggedWarnings.of(MemoryBudgets.class);

  @TempDir Path directory;

  @AfterEach
  void close() {
    warnings.close();
  }

  @Test
  void upToThreeQuartersOfTheHeapNothingIsSaid() {
    MemoryBudgets budgets = new MemoryBudgets(1000);
    budgets.add(250);
    budgets.add(250);
    budgets.add(250);
    assertThat(warnings.messages()).isEmpty();
    budgets.add(1);
    assertThat(warnings.messages())
        .singleElement()
        .asString()
        .startsWith("4 open sink writers have memory budgets of 751 bytes together")
        .contains("heap of 1000 bytes", "memoryBudgetBytes", "taskmanager.memory.task.heap.size");
  }

  @Test
  void aJobThatRestartsIsToldNothingNew() {
    MemoryBudgets budgets = new MemoryBudgets(1000);
    for (int attempt = 0; attempt < 3; attempt++) {
      budgets.add(400);
      budgets.add(400);
      budgets.add(400);
      budgets.remove(400);
      budgets.remove(400);
      budgets.remove(400);
    }
    assertThat(warnings.messages()).hasSize(1);
  }

  @Test
  void budgetsThatDoubledAreToldAgain() {
    MemoryBudgets budgets = new MemoryBudgets(1000);
    for (int writer = 0; writer < 8; writer++) {
      budgets.add(400);
    }
    assertThat(warnings.messages())
        .extracting(message -> message.substring(0, message.indexOf(" open")))
        .containsExactly("2", "4", "8");
  }

  @Test
  void budgetsWithoutLimitDoNotOverflow() {
    MemoryBudgets budgets = new MemoryBudgets(1000);
    budgets.add(Long.MAX_VALUE);
    budgets.add(Long.MAX_VALUE);
    budgets.remove(Long.MAX_VALUE);
    budgets.remove(Long.MAX_VALUE);
    assertThat(warnings.messages()).hasSize(2);
    budgets.add(750);
    assertThat(warnings.messages()).hasSize(2);
  }

  /** No other test has a budget as large, so none has warned of it before. */
  @Test
  void aSinkWriterCountsFromItsOpeningToItsEnd() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink(Long.MAX_VALUE))) {
        harness.write(NumberedBatches.of(0, 10));
        harness.checkpoint(1);
      }
    }
    assertThat(warnings.messages())
        .singleElement()
        .asString()
        .contains("heap of " + Runtime.getRuntime().maxMemory() + " bytes");
  }

  private ArrowParquetSink<RecordBatch> sink(long budget) {
    return ArrowParquetSink.forBatches(
            new org.apache.flink.core.fs.Path(directory.toUri()), NumberedBatches.SCHEMA)
        .options(WriterOptions.builder().memoryBudgetBytes(budget).build())
        .build();
  }
}
