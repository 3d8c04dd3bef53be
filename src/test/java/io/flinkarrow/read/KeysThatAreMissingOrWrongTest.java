package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.AesGcmV1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader without some keys, or with other ones, can read, and what it is told. */
class KeysThatAreMissingOrWrongTest {

  @TempDir Path directory;

  /** Keys of {@link TestKeys} by what files say of them, all but some. Notes what it is asked. */
  private static final class KeysWithout implements EncryptionKeyProvider {
    private static final long serialVersionUID = 1L;

    private final List<String> missing;
    private final List<String> asked = new ArrayList<>();

    private KeysWithout(String... missing) {
      this.missing = List.of(missing);
    }

    @Override
    public EncryptionKey footerKey() {
      throw new IllegalStateException("readers ask with metadata");
    }

    @Override
    public EncryptionKey footerKey(@Nullable byte[] metadata) {
      return key(metadata);
    }

    @Override
    public EncryptionKey columnKey(ColumnPath column, @Nullable byte[] metadata) {
      assertThat(new String(metadata, StandardCharsets.UTF_8)).isEqualTo("column " + column.text());
      return key(metadata);
    }

    private EncryptionKey key(byte[] metadata) {
      String name = new String(metadata, StandardCharsets.UTF_8);
      asked.add(name);
      return missing.contains(name) ? null : new EncryptionKey(TestKeys.bytes(name, 16));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aColumnWithoutItsKeyIsRefusedIfItIsAskedFor(boolean plaintextFooter) throws Exception {
    Path file = columnKeys(plaintextFooter);
    KeysWithout keys = new KeysWithout("column other");
    assertThat(ids(file, keys, "id")).isEqualTo(EncryptedNumbers.ids());
    assertThat(keys.asked).containsExactly("footer", "column id");
    assertThat(read(file, keys, RowType.of(false))).hasSize(EncryptedNumbers.ROWS);
    assertThatThrownBy(() -> ids(file, keys, "id", "other"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageMatching(
            "Column 'other' of file:\\S+ is encrypted, and the key provider \\S+KeysWithout has no key for it: leave the column out, or give its key");
  }

  @Test
  void eachKeyIsAskedForOncePerReader() throws Exception {
    Path file = columnKeys(false);
    KeysWithout keys = new KeysWithout();
    assertThat(ids(file, keys, "id", "other")).isEqualTo(EncryptedNumbers.ids());
    assertThat(keys.asked).containsExactly("footer", "column id", "column other");
  }

  @Test
  void withoutTheFootersKeyOnlyAPlaintextFooterIsRead() throws Exception {
    KeysWithout keys = new KeysWithout("footer");
    assertThat(ids(columnKeys(true), keys, "id")).isEqualTo(EncryptedNumbers.ids());
    assertThatThrownBy(() -> ids(columnKeys(false), keys, "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("has no key for the footer of file:");
    Path footerKey = directory.resolve("footer-key.parquet");
    EncryptedNumbers.write(
        footerKey, options -> options.encryption(files -> files.plaintextFooter(true)));
    assertThatThrownBy(() -> ids(footerKey, keys, "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("has no key for the footer of file:");
  }

  @Test
  void aWrongKeyIsToldByColumnAndModule() throws Exception {
    EncryptionKeyProvider others =
        new EncryptionKeyProvider() {
          @Override
          public EncryptionKey footerKey() {
            return new TestKeys().footerKey();
          }

          @Override
          public EncryptionKey columnKey(ColumnPath column) {
            return new EncryptionKey(new byte[16]);
          }
        };
    for (boolean plaintextFooter : new boolean[] {false, true}) {
      assertThatThrownBy(() -> ids(columnKeys(plaintextFooter), others, "other"))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "The metadata of column 'other' in row group 0 of file:\\S+ cannot be decrypted: its key or AAD prefix is another one, or its bytes were changed or belong elsewhere\\. Give the key that it was written with, or write the file again");
    }
    assertThatThrownBy(() -> ids(columnKeys(false), () -> new EncryptionKey(new byte[32]), "id"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The footer of file:")
        .hasMessageContaining("cannot be decrypted: its key or AAD prefix is another one");
    assertThatThrownBy(() -> ids(columnKeys(true), () -> new EncryptionKey(new byte[32]), "id"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not have the signature of its key");
  }

  @Test
  void aProviderThatFailsIsNamedWithItsReason() throws Exception {
    EncryptionKeyProvider fails =
        () -> {
          throw new IOException("the vault is sealed");
        };
    assertThatThrownBy(() -> ids(columnKeys(false), fails, "id"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gave no key for the footer of file:")
        .hasMessageEndingWith(": the vault is sealed");
    EncryptionKeyProvider footerOnly = () -> new TestKeys().footerKey();
    assertThatThrownBy(() -> ids(columnKeys(false), footerOnly, "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("has no key for column 'id': implement columnKey");
  }

  /** As one does that is given metadata it cannot parse. */
  @Test
  void aProviderThatFailsOtherwiseIsNamedToo() throws Exception {
    EncryptionKeyProvider fails =
        new EncryptionKeyProvider() {
          @Override
          public EncryptionKey footerKey() {
            return new TestKeys().footerKey();
          }

          @Override
          public EncryptionKey columnKey(ColumnPath column) {
            throw new IllegalArgumentException("no such name");
          }
        };
    for (boolean plaintextFooter : new boolean[] {false, true}) {
      assertThatThrownBy(() -> ids(columnKeys(plaintextFooter), fails, "id"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("gave no key for column 'id' of file:")
          .hasMessageEndingWith(": java.lang.IllegalArgumentException: no such name");
      EncryptionKeyProvider none = () -> Objects.requireNonNull(null, "ORDERS_FOOTER_KEY");
      assertThatThrownBy(() -> ids(columnKeys(plaintextFooter), none, "id"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("gave no key for the footer of file:")
          .hasMessageEndingWith(": java.lang.NullPointerException: ORDERS_FOOTER_KEY");
    }
  }

  /** The AADs of both are the same bytes. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPrefixThatGoesOnInTheIdentifierIsAnotherOne(boolean stored) throws Exception {
    Path file = directory.resolve("archive.parquet");
    EncryptedNumbers.write(
        file, options -> options.encryption(files -> files.aadPrefix("orders/10")));
    byte[] whole = Files.readAllBytes(file);
    EncryptedModules shifted =
        EncryptedModules.of(whole)
            .withAlgorithm(
                algorithm -> {
                  AesGcmV1 gcm = algorithm.getAES_GCM_V1();
                  byte[] identifier = gcm.getAad_file_unique();
                  gcm.setAad_prefix(stored ? "orders/1".getBytes(StandardCharsets.UTF_8) : null);
                  gcm.setSupply_aad_prefix(!stored);
                  gcm.setAad_file_unique(
                      ByteBuffer.allocate(1 + identifier.length)
                          .put((byte) '0')
                          .put(identifier)
                          .array());
                });
    Files.write(file, shifted.file());
    assertThatThrownBy(() -> idsExpecting("orders/1", file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("should have an identifier of 8 bytes")
        .hasMessageContaining("archive.parquet");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLongPrefixOrIdentifierIsRefused(boolean prefix) throws Exception {
    Path file = directory.resolve("long.parquet");
    String longest = "p".repeat(4088);
    EncryptedNumbers.write(file, options -> options.encryption(files -> files.aadPrefix(longest)));
    assertThat(ids(file, new TestKeys(), "id")).isEqualTo(EncryptedNumbers.ids());
    byte[] longer = new byte[4097];
    EncryptedModules changed =
        EncryptedModules.of(Files.readAllBytes(file))
            .withAlgorithm(
                algorithm -> {
                  if (prefix) {
                    algorithm.getAES_GCM_V1().setAad_prefix(longer);
                  } else {
                    algorithm.getAES_GCM_V1().setAad_file_unique(longer);
                  }
                });
    Files.write(file, changed.file());
    assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("at most 4096 are read")
        .hasMessageContaining("long.parquet");
    assertThatThrownBy(
            () ->
                EncryptedNumbers.write(
                    file, options -> options.encryption(files -> files.aadPrefix(longest + "p"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("aadPrefix must have at most 4088 bytes in UTF-8, but has 4089");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAadPrefixMustBeTheExpectedOne(boolean stored) throws Exception {
    Path file = directory.resolve("orders.parquet");
    EncryptedNumbers.write(
        file,
        options -> options.encryption(files -> files.aadPrefix("orders/1").storeAadPrefix(stored)));
    assertThat(idsExpecting("orders/1", file)).isEqualTo(EncryptedNumbers.ids());
    if (stored) {
      assertThat(ids(file, new TestKeys(), "id")).isEqualTo(EncryptedNumbers.ids());
      assertThatThrownBy(() -> idsExpecting("orders/2", file))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("should have the aadPrefix 'orders/2', but has another one");
    } else {
      assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("was written with an aadPrefix that it does not have in it");
      assertThatThrownBy(() -> idsExpecting("orders/2", file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("its key or AAD prefix is another one");
    }
    Path none = columnKeys(false);
    assertThatThrownBy(() -> idsExpecting("orders/1", none))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("should have the aadPrefix 'orders/1', but has none");
  }

  @Test
  void filesThatAreNotEncryptedAreReadOnlyIfAllowed() throws Exception {
    Path file = directory.resolve("plain.parquet");
    NumberedRows.write(
        file, 10, org.apache.parquet.column.ParquetProperties.WriterVersion.PARQUET_1_0);
    assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageMatching(
            "file:\\S+ is not encrypted, but only encrypted files are expected\\. If such files belong there, set allowPlaintextFiles .*");
    ParquetRowFormat allowed =
        Splits.format(NumberedRows.TYPE)
            .withDecryption(files -> files.keyProvider(new TestKeys()).allowPlaintextFiles(true));
    assertThat(Splits.read(Splits.whole(file), allowed)).hasSize(10);
  }

  @Test
  void decryptionNeedsAProvider() {
    assertThatThrownBy(() -> Splits.format(EncryptedNumbers.TYPE).withDecryption(files -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Decryption needs keys: set keyProvider");
  }

  @Test
  void aFileThatNamesNoIdentifierIsNotOfTheFormat() throws Exception {
    Path file = columnKeys(true);
    RewrittenFooter.rewrite(
        file, footer -> footer.getEncryption_algorithm().getAES_GCM_V1().unsetAad_file_unique());
    assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("is encrypted without the identifier of the file");
  }

  /**
   * A footer whose signature was cut off is a file without encryption, if the reader has no key.
   */
  @Test
  void aPlaintextFooterThatWasChangedIsRefused() throws Exception {
    Path file = columnKeys(true);
    RewrittenFooter.rewrite(file, footer -> footer.setCreated_by("somebody else"));
    assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not have the signature of its key");
    RewrittenFooter.rewrite(file, footer -> footer.unsetEncryption_algorithm());
    assertThatThrownBy(() -> ids(file, new TestKeys(), "id"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("is not encrypted, but only encrypted files are expected");
  }

  private Path columnKeys(boolean plaintextFooter) throws IOException {
    Path file = Files.createTempFile(directory, "columns", ".parquet");
    EncryptedNumbers.write(
        file,
        options ->
            options
                .encryption(files -> files.plaintextFooter(plaintextFooter))
                .columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY))
                .rowGroupRows(50));
    return file;
  }

  private static List<Long> ids(Path file, EncryptionKeyProvider keys, String... columns)
      throws IOException {
    return read(file, keys, EncryptedNumbers.row(columns)).stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  private static List<RowData> read(Path file, EncryptionKeyProvider keys, RowType type)
      throws IOException {
    return Splits.read(
        Splits.whole(file), Splits.format(type).withDecryption(files -> files.keyProvider(keys)));
  }

  private static List<Long> idsExpecting(String aadPrefix, Path file) throws IOException {
    ParquetRowFormat format =
        Splits.format(EncryptedNumbers.row("id"))
            .withDecryption(files -> files.keyProvider(new TestKeys()).aadPrefix(aadPrefix));
    return Splits.read(Splits.whole(file), format).stream().map(row -> row.getLong(0)).toList();
  }
}
