package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.testing.ParquetJavaReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** parquet-java reads encrypted files of any schema, in every mode, with the keys and only so. */
class EncryptedFilesAreReadWithKeysTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @TempDir Path directory;

  /** How the columns of a file are encrypted. */
  private enum Columns {
    BY_THE_FOOTERS_KEY,
    BY_THEIR_OWN_KEYS,
    SOME_OF_EACH
  }

  private record Mode(
      EncryptionAlgorithm algorithm,
      boolean plaintextFooter,
      Columns columns,
      String aadPrefix,
      boolean storeAadPrefix,
      int keyLength) {

    WriterOptions.Builder set(WriterOptions.Builder options) {
      return options.encryption(
          files -> {
            files
                .keyProvider(new TestKeys(keyLength))
                .algorithm(algorithm)
                .plaintextFooter(plaintextFooter)
                .storeAadPrefix(storeAadPrefix);
            if (aadPrefix != null) {
              files.aadPrefix(aadPrefix);
            }
          });
    }

    FileDecryptionProperties keys() {
      FileDecryptionProperties.Builder keys = new TestKeys(keyLength).decryption();
      if (aadPrefix != null && !storeAadPrefix) {
        keys.withAADPrefix(aadPrefix.getBytes(StandardCharsets.UTF_8));
      }
      return keys.build();
    }
  }

  static Stream<Mode> modes() {
    List<Mode> modes = new ArrayList<>();
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      for (boolean plaintextFooter : new boolean[] {false, true}) {
        for (Columns columns : Columns.values()) {
          int count = modes.size();
          String prefix = count % 3 == 0 ? null : "orders/ü" + count;
          modes.add(
              new Mode(
                  algorithm,
                  plaintextFooter,
                  columns,
                  prefix,
                  count % 3 == 1,
                  16 + 8 * (count / 2 % 3)));
        }
      }
    }
    return modes.stream();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void everyModeIsRead(Mode mode) throws Exception {
    for (int seed : IntStream.range(0, EXTENDED ? 40 : 2).toArray()) {
      Path path = directory.resolve("file.parquet");
      RandomFile file = write(mode, path, seed);
      file.assertHolds("parquet-java", ParquetJavaReader.read(path, mode.keys()));
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void encryptedColumnsNeedTheirKeys(Mode mode) throws Exception {
    Path path = directory.resolve("file.parquet");
    write(mode, path, 1);
    assertThat(path)
        .content(StandardCharsets.ISO_8859_1)
        .startsWith(magic(mode))
        .endsWith(magic(mode));

    assertThatThrownBy(() -> ParquetJavaReader.read(path)).isInstanceOf(RuntimeException.class);
    TestKeys wrongLength = new TestKeys(mode.keyLength == 16 ? 32 : 16);
    assertThatThrownBy(() -> ParquetJavaReader.read(path, wrongLength.decryption().build()))
        .isInstanceOf(ParquetCryptoRuntimeException.class);
    if (mode.aadPrefix != null) {
      assertThatThrownBy(
              () ->
                  ParquetJavaReader.read(
                      path,
                      new TestKeys(mode.keyLength)
                          .decryption()
                          .withAADPrefix("another".getBytes(StandardCharsets.UTF_8))
                          .build()))
          .isInstanceOf(ParquetCryptoRuntimeException.class);
    }
  }

  private static String magic(Mode mode) {
    return mode.plaintextFooter ? "PAR1" : "PARE";
  }

  private static RandomFile write(Mode mode, Path path, long seed) throws Exception {
    Files.deleteIfExists(path);
    return RandomFile.write(
        path,
        seed,
        schemas -> schemas.schema(4, 3),
        schema -> options(mode, schema, seed),
        200,
        1,
        90);
  }

  private static WriterOptions options(Mode mode, Schema schema, long seed) {
    CompressionCodec[] codecs = CompressionCodec.values();
    WriterOptions.Builder options =
        mode.set(RandomOptions.of(schema, seed)).codec(codecs[(int) seed % codecs.length]);
    int ordinal = 0;
    for (LeafColumn column : FilePlan.of(schema, options.build()).columns()) {
      ColumnEncryption encryption =
          switch (mode.columns) {
            case BY_THE_FOOTERS_KEY -> ColumnEncryption.FOOTER_KEY;
            case BY_THEIR_OWN_KEYS -> ColumnEncryption.COLUMN_KEY;
            case SOME_OF_EACH -> ColumnEncryption.values()[(ordinal++ + 2) % 3];
          };
      boolean hasLevels = column.maxDefinitionLevel() > 0 || column.maxRepetitionLevel() > 0;
      options.column(
          ColumnPath.of(column.descriptor().getPath()),
          chosen -> {
            chosen.encryption(encryption);
            if (hasLevels) {
              // Of pages of version 2, parquet-java expects the levels in clear.
              chosen.pageVersion(PageVersion.V1);
            }
          });
    }
    return options.build();
  }
}
