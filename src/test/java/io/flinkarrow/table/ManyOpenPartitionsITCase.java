package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A thousand open partitions share the memory budget: 250 MB of rows go through a small heap. */
class ManyOpenPartitionsITCase {

  private static final List<String> SMALL_HEAP =
      List.of(
          "-Xmx224m",
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED");

  @TempDir Path directory;

  @Test
  void aThousandOpenPartitionsKeepTheBudget() throws Exception {
    Result result = run("32 mb");

    assertThat(result.output()).contains("1000 files");
    assertThat(result.exitCode()).isZero();
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT n) FROM read_parquet('%s/*/part-*')"
                    .formatted(directory)))
        .isEqualTo(
            List.of(List.of((long) ManyOpenPartitions.ROWS, (long) ManyOpenPartitions.ROWS)));
  }

  /** The same without a budget, so that the heap is known to be too small for it. */
  @Test
  @EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
  void withoutABudgetTheyWouldNotFit() throws Exception {
    assertThat(run("100 gb").output()).contains("OutOfMemoryError");
  }

  private Result run(String budget) throws Exception {
    return ForkedJvm.run(SMALL_HEAP, ManyOpenPartitions.class, directory.toString(), budget);
  }
}
