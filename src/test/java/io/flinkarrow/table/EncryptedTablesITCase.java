package io.flinkarrow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table's options name the class that gives the keys, and its files are encrypted. */
class EncryptedTablesITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = SqlSession.cluster();

  private static final String PROVIDER =
      "'arrow-parquet.encryption.key-provider' = '" + TestKeys.class.getName() + "'";

  @TempDir Path directory;

  @Test
  void theFilesOfATableAreEncrypted() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable(
        "t",
        "id BIGINT NOT NULL, name STRING",
        directory,
        PROVIDER,
        "'arrow-parquet.column.name.encryption' = 'COLUMN_KEY'");
    session.run("INSERT INTO t VALUES (7, 'seven')");

    List<Path> files = PartFiles.visible(directory);
    assertThat(files).hasSize(1);
    assertThat(ParquetJavaReader.read(files.get(0), new TestKeys().decryption().build()))
        .containsExactly(Map.of("id", 7L, "name", "seven"));
    assertThatThrownBy(() -> ParquetJavaReader.read(files.get(0)))
        .hasMessageContaining("encrypted");
    assertThat(SqlSession.messages(catchThrowable(() -> session.drain("t"))))
        .contains("has an encrypted footer ('PARE'), which cannot be read");
  }

  @Test
  void whatCannotBeIsRefusedWhenAStatementIsPlanned() {
    assertThat(refusal("'arrow-parquet.encryption.key-provider' = 'no.such.Keys'"))
        .contains("option 'arrow-parquet.encryption.key-provider' = 'no.such.Keys'")
        .contains("expected a public class on the user's class path that implements")
        .contains("ClassNotFoundException: no.such.Keys");
    assertThat(refusal("'arrow-parquet.encryption.key-provider' = 'java.lang.String'"))
        .contains("expected a public class on the user's class path that implements");
    assertThat(refusal("'arrow-parquet.encryption.plaintext-footer' = 'true'"))
        .contains("files are not encrypted without 'arrow-parquet.encryption.key-provider'");
    assertThat(refusal("'arrow-parquet.column.id.encryption' = 'COLUMN_KEY'"))
        .contains("Encryption COLUMN_KEY configured for column 'id', but files are not encrypted");
    assertThat(refusal(PROVIDER, "'auto-compaction' = 'true'"))
        .contains("option 'auto-compaction': encrypted files cannot be compacted");
    assertThat(refusal(PROVIDER, "'arrow-parquet.column.ssn.encryption' = 'COLUMN_KEY'"))
        .contains("Options are set for column 'ssn', which the schema does not have");
  }

  private String refusal(String... options) {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id BIGINT NOT NULL", directory, options);
    return SqlSession.messages(catchThrowable(() -> session.run("INSERT INTO t VALUES (1)")));
  }
}
