package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.sink.registry.FinishedFiles;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.LoggedWarnings;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose files are verified: the log has the checksum and rows of each visible file. */
class VerifiedTablesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  private static final int ROWS = 20_000;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void eachVisibleFileIsInTheLog(boolean streaming, boolean compacted) throws Exception {
    SqlSession session = streaming ? SqlSession.streaming() : SqlSession.batch();
    session.numbers("numbers", ROWS);
    session.createTable(
        "verified",
        "n BIGINT, third BIGINT",
        "PARTITIONED BY (third)",
        directory,
        "'arrow-parquet.verify-share' = '1'",
        "'arrow-parquet.file-checksums' = 'true'",
        "'auto-compaction' = '%s'".formatted(compacted));
    List<String> log;
    try (LoggedWarnings messages = LoggedWarnings.andInformation(FinishedFiles.class)) {
      session.run("INSERT INTO verified SELECT n, MOD(n, 3) FROM numbers");
      log = messages.messages();
    }
    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    long rows = 0;
    for (Path file : files) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      long count =
          (long)
              DuckDbReader.query("SELECT count(*) FROM " + DuckDbReader.table(file)).get(0).get(0);
      assertThat(log)
          .filteredOn(message -> message.endsWith(HexFormat.of().formatHex(digest)))
          .singleElement()
          .asString()
          .contains("%d rows and %d bytes".formatted(count, Files.size(file)));
      rows += count;
    }
    assertThat(rows).isEqualTo(ROWS);
  }
}
