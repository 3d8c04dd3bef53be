package io.flinkarrow.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
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
    assertThat(session.rows("SELECT * FROM t")).containsExactly("+I[7, seven]");
    session.createTable("without_keys", "id BIGINT NOT NULL, name STRING", directory);
    assertThat(SqlSession.messages(catchThrowable(() -> session.drain("without_keys"))))
        .contains("has an encrypted footer ('PARE'), which cannot be read without keys");
  }

  /** As a user who has the key of one of the columns. */
  @Test
  void columnsAreReadByThoseWhoHaveTheirKeys() throws Exception {
    SqlSession session = SqlSession.batch();
    String columns = "id BIGINT NOT NULL, name STRING";
    String[] encryption = {
      PROVIDER,
      "'arrow-parquet.encryption' = 'COLUMN_KEY'",
      "'arrow-parquet.encryption.aad-prefix' = 't'"
    };
    session.createTable("t", columns, directory, encryption);
    session.run("INSERT INTO t VALUES (7, 'seven'), (8, 'eight')");
    session.createTable(
        "ids",
        columns,
        directory,
        "'arrow-parquet.encryption.key-provider' = '" + KeyOfId.class.getName() + "'");
    assertThat(session.rows("SELECT id FROM ids")).containsExactly("+I[7]", "+I[8]");
    assertThat(SqlSession.messages(catchThrowable(() -> session.drain("ids"))))
        .contains("Column 'name' of file:", "has no key for it");
    SqlSession other = SqlSession.batch();
    other.createTable(
        "others", columns, directory, PROVIDER, "'arrow-parquet.encryption.aad-prefix' = 'u'");
    assertThat(SqlSession.messages(catchThrowable(() -> other.drain("others"))))
        .contains("should have the aadPrefix 'u', but has another one");
  }

  /** The keys of {@link TestKeys} of the footer and one column. */
  public static final class KeyOfId implements EncryptionKeyProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public EncryptionKey footerKey() {
      return new TestKeys().footerKey();
    }

    @Override
    public EncryptionKey columnKey(ColumnPath column, byte[] metadata) {
      return column.text().equals("id") ? new TestKeys().columnKey(column) : null;
    }
  }

  @Test
  void filesInClearAreReadIfATableAllowsThem() throws Exception {
    SqlSession session = SqlSession.batch();
    session.createTable("plain", "id BIGINT NOT NULL", directory);
    session.run("INSERT INTO plain VALUES (1)");
    session.createTable("t", "id BIGINT NOT NULL", directory, PROVIDER);
    session.run("INSERT INTO t VALUES (2)");
    assertThat(SqlSession.messages(catchThrowable(() -> session.drain("t"))))
        .contains("is not encrypted, but only encrypted files are expected");
    session.createTable(
        "all_files",
        "id BIGINT NOT NULL",
        directory,
        PROVIDER,
        "'arrow-parquet.encryption.allow-plaintext-files' = 'true'");
    assertThat(session.rows("SELECT * FROM all_files")).containsExactlyInAnyOrder("+I[1]", "+I[2]");
  }

  @Test
  void encryptedFilesAreVerifiedAndCompacted() throws Exception {
    SqlSession session = SqlSession.streaming();
    session.createTable(
        "t",
        "id BIGINT NOT NULL, name STRING",
        directory,
        PROVIDER,
        "'arrow-parquet.verify-share' = '1'",
        "'auto-compaction' = 'true'");
    session.run("INSERT INTO t VALUES (7, 'seven'), (8, 'eight')");
    SqlSession batch = SqlSession.batch();
    batch.createTable("t", "id BIGINT NOT NULL, name STRING", directory, PROVIDER);
    assertThat(batch.rows("SELECT * FROM t"))
        .containsExactlyInAnyOrder("+I[7, seven]", "+I[8, eight]");
    assertThat(PartFiles.visible(directory))
        .allSatisfy(file -> assertThat(file).content(ISO_8859_1).startsWith("PARE"));
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
    assertThat(refusal(PROVIDER, "'arrow-parquet.column.ssn.encryption' = 'COLUMN_KEY'"))
        .contains("Options are set for column 'ssn', which the schema does not have");
  }

  private String refusal(String... options) {
    SqlSession session = SqlSession.batch();
    session.createTable("t", "id BIGINT NOT NULL", directory, options);
    return SqlSession.messages(catchThrowable(() -> session.run("INSERT INTO t VALUES (1)")));
  }
}
