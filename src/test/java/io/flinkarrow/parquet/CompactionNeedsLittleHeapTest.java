package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** It holds a row group and what a scan holds, however large the files are together. */
class CompactionNeedsLittleHeapTest {

  private static final int FILES = 12;
  private static final int ROWS = 100_000;
  private static final int HEAP_MEGABYTES = 64;

  @TempDir Path directory;

  private String compact(long copiedRows, Path to, List<Path> files) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(String.valueOf(copiedRows), to.toString()));
    files.forEach(file -> arguments.add(file.toString()));
    ForkedJvm.Result result =
        ForkedJvm.run(
            List.of("-XX:+UseSerialGC", "-Xmx%dm".formatted(HEAP_MEGABYTES)),
            CompactionProgram.class,
            arguments.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  @Test
  void ofSeveralTimesItsSize() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path file = directory.resolve("part-%d.parquet".formatted(i));
      DuckDbReader.execute(
          """
          COPY (SELECT (random() * 1e18)::BIGINT AS a, (random() * 1e18)::BIGINT AS b,
                       random() AS c, random() AS d, (random() * 1e18)::BIGINT AS e,
                       uuid()::VARCHAR AS f
                FROM range(%d)) TO '%s' (FORMAT parquet)
          """
              .formatted(ROWS, file));
      files.add(file);
    }
    Path merged = directory.resolve("merged.parquet");
    assertThat(compact(Long.MAX_VALUE, merged, files))
        .contains("rows=" + FILES * ROWS, "copiedRowGroups=0");
    assertThat(Files.size(merged)).isGreaterThan(HEAP_MEGABYTES * 1_000_000L);

    Path copied = directory.resolve("copied.parquet");
    assertThat(compact(1, copied, List.of(merged)))
        .contains("rows=" + FILES * ROWS, "mergedRowGroups=0");
  }
}
