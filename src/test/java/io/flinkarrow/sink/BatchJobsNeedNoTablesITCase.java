package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.PartFiles;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose elements are batches runs on a class path that has nothing of Flink's tables. */
class BatchJobsNeedNoTablesITCase {

  private static final List<String> TABLES = List.of("flink-table", "flink-sql");

  @TempDir Path directory;

  @Test
  void everyWayToWriteBatchesRunsWithoutThem() throws Exception {
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("--add-opens=java.base/java.nio=ALL-UNNAMED"),
            withoutTables(),
            BatchJobs.class.getName(),
            directory.toString());

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("done");
    for (String written : List.of("plain", "partitioned", "file-sink")) {
      PartFiles.assertHoldsExactly(directory.resolve(written), BatchJobs.ROWS);
    }
  }

  private static String withoutTables() {
    String all = System.getProperty("java.class.path");
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(
            path -> TABLES.stream().noneMatch(Path.of(path).getFileName().toString()::startsWith))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
