package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.ForkedJvm;
import io.flinkarrow.testing.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs with many open partitions and a large dictionary: small heap, a file for each partition. */
class ManyDictionaryPartitionsITCase {

  @TempDir Path directory;

  private void assertFilesForPartitions(int partitions, String... shapeAndRows) throws Exception {
    String[] arguments = new String[shapeAndRows.length + 2];
    arguments[0] = directory.toString();
    arguments[1] = String.valueOf(partitions);
    System.arraycopy(shapeAndRows, 0, arguments, 2, shapeAndRows.length);
    Result result =
        ForkedJvm.run(
            List.of(
                "-Xmx640m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED"),
            ManyDictionaryPartitions.class,
            arguments);
    assertThat(result.output()).contains(partitions + " files");
    long rows = Long.parseLong(shapeAndRows[3]) * Long.parseLong(shapeAndRows[4]);
    assertThat(
            DuckDbReader.query(
                "SELECT count(*), count(DISTINCT id) FROM read_parquet('%s/**/*.parquet')"
                    .formatted(directory)))
        .isEqualTo(List.of(List.of(rows, rows)));
  }

  /** A copy for each partition would take 2.5 GB. */
  @Test
  void fiveHundredPartitionsAndFewRowsOfEach() throws Exception {
    assertFilesForPartitions(500, "20", "5000", "1000", "6", "5000");
  }

  /** What 128 files remember of the dictionary must not fill the budget and end them. */
  @Test
  void aHundredThousandShortEntries() throws Exception {
    assertFilesForPartitions(128, "8", "100000", "40", "3", "100000");
  }
}
