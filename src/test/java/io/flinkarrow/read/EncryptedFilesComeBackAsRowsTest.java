package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.RandomFile;
import io.flinkarrow.parquet.RandomOptions;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.crypto.ColumnEncryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.crypto.ParquetCipher;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With the keys, encrypted files of our writer and of others come back as the rows they hold. */
class EncryptedFilesComeBackAsRowsTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  @TempDir Path directory;

  /**
   * @param columns how columns are encrypted; null for each in a way of its own
   * @param aadPrefix null if there is none
   */
  private record Mode(
      EncryptionAlgorithm algorithm,
      boolean plaintextFooter,
      ColumnEncryption columns,
      String aadPrefix,
      boolean storeAadPrefix) {

    WriterOptions.Builder set(WriterOptions.Builder options, long seed) {
      options.encryption(
          files -> {
            files
                .keyProvider(new TestKeys())
                .algorithm(algorithm)
                .plaintextFooter(plaintextFooter)
                .storeAadPrefix(storeAadPrefix);
            if (aadPrefix != null) {
              files.aadPrefix(aadPrefix);
            }
          });
      Random random = new Random(seed);
      return options.columns(
          all ->
              all.encryption(
                  columns == null ? ColumnEncryption.values()[random.nextInt(3)] : columns));
    }

    void set(DecryptionOptions files) {
      files.keyProvider(new TestKeys());
      if (aadPrefix != null && (plaintextFooter || !storeAadPrefix)) {
        files.aadPrefix(aadPrefix);
      }
    }
  }

  static Stream<Mode> modes() {
    List<Mode> modes = new ArrayList<>();
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      for (boolean plaintextFooter : new boolean[] {false, true}) {
        for (ColumnEncryption columns : ColumnEncryption.values()) {
          int count = modes.size();
          String prefix = count % 3 == 0 ? null : "orders/ü" + count;
          modes.add(new Mode(algorithm, plaintextFooter, columns, prefix, count % 3 != 2));
        }
        modes.add(new Mode(algorithm, plaintextFooter, null, null, true));
      }
    }
    return modes.stream();
  }

  /** With Bloom filters and pages of version 2 among them. */
  @ParameterizedTest
  @MethodSource("modes")
  void randomNestedColumnsInEveryMode(Mode mode) throws Exception {
    for (int seed : IntStream.range(0, EXTENDED ? 40 : 4).toArray()) {
      CompressionCodec codec = CompressionCodec.values()[seed % CompressionCodec.values().length];
      Path path = directory.resolve("random%d.parquet".formatted(seed));
      RandomFile file =
          RandomFile.write(
              path,
              seed,
              schemas -> schemas.schema(6, seed % 4),
              schema -> mode.set(RandomOptions.of(schema, seed), seed).codec(codec).build(),
              70,
              0,
              230,
              1);
      ArrowFilesComeBackAsRowsTest.assertComesBack(
          file, format -> format.withDecryption(mode::set));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, false, false",
    "PARQUET_1_0, true, false",
    "PARQUET_2_0, false, false",
    "PARQUET_2_0, true, false",
    "PARQUET_2_0, false, true",
    "PARQUET_1_0, true, true"
  })
  void filesOfParquetJava(WriterVersion version, boolean ctr, boolean plaintextFooter)
      throws Exception {
    Path file = directory.resolve("numbered.parquet");
    FileEncryptionProperties.Builder encryption =
        FileEncryptionProperties.builder(TestKeys.bytes("footer", 16))
            .withFooterKeyMetadata("footer".getBytes(StandardCharsets.UTF_8))
            .withAlgorithm(ctr ? ParquetCipher.AES_GCM_CTR_V1 : ParquetCipher.AES_GCM_V1);
    Map<ColumnPath, ColumnEncryptionProperties> columns = new HashMap<>();
    for (String column : List.of("id", "name", "counts.list.element")) {
      columns.put(
          ColumnPath.fromDotString(column),
          ColumnEncryptionProperties.builder(column)
              .withKey(TestKeys.bytes("column " + column, 16))
              .build());
    }
    encryption.withEncryptedColumns(columns);
    if (plaintextFooter) {
      encryption.withPlaintextFooter();
    }
    NumberedRows.write(file, 350, version, CompressionCodecName.SNAPPY, encryption.build());
    ParquetRowFormat format =
        Splits.format(NumberedRows.TYPE).withDecryption(files -> files.keyProvider(new TestKeys()));
    assertThat(NumberedRows.ids(Splits.read(Splits.whole(file), format)))
        .containsExactlyElementsOf(IntStream.range(0, 350).mapToObj(Long::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource({"gcm-v1", "gcm-v2", "ctr-v1", "ctr-v2"})
  void filesOfPyarrow(String name) throws Exception {
    EncryptionKeyProvider keys =
        () -> new EncryptionKey("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    RowType type =
        RowType.of(
            new LogicalType[] {new BigIntType(false), new VarCharType(9)},
            new String[] {"id", "name"});
    List<RowData> rows =
        Splits.read(
            Splits.whole(TestFiles.find("pyarrow-%s.parquet".formatted(name))),
            Splits.format(type)
                .withDecryption(files -> files.keyProvider(keys).aadPrefix("orders")));
    assertThat(rows).hasSize(60);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.get(row).getLong(0)).isEqualTo(row);
      assertThat(rows.get(row).isNullAt(1)).isEqualTo(row % 7 == 0);
      assertThat(row % 7 == 0 || rows.get(row).getString(1).toString().equals("row " + row % 13))
          .isTrue();
    }
  }

  /** Which split a row group belongs to does not depend on who reads. */
  @ParameterizedTest
  @EnumSource(ColumnEncryption.class)
  void rowGroupsAreSharedBySplits(ColumnEncryption columns) throws Exception {
    Path file = directory.resolve("numbered.parquet");
    EncryptedNumbers.write(
        file, options -> options.columns(all -> all.encryption(columns)).rowGroupRows(20));
    ParquetRowFormat format = EncryptedNumbers.format(new TestKeys());
    long length = file.toFile().length();
    List<Long> ids = new ArrayList<>();
    int splitsWithRows = 0;
    for (int split = 0; split < 8; split++) {
      long from = length * split / 8;
      List<RowData> rows =
          Splits.read(Splits.of(file, from, length * (split + 1) / 8 - from), format);
      splitsWithRows += rows.isEmpty() ? 0 : 1;
      rows.forEach(row -> ids.add(row.getLong(0)));
    }
    assertThat(ids).containsExactlyElementsOf(EncryptedNumbers.ids());
    assertThat(splitsWithRows).isGreaterThan(2);
  }
}
