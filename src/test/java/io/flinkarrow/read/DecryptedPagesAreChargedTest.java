package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The copy of a page that decryption makes counts as memory of pages, as its content does. */
class DecryptedPagesAreChargedTest {

  private static final RowType TYPE =
      RowType.of(
          new LogicalType[] {new VarBinaryType(VarBinaryType.MAX_LENGTH)}, new String[] {"bytes"});
  private static final int VALUE_BYTES = 3 << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "V1, AES_GCM_V1",
    "V1, AES_GCM_CTR_V1",
    "V2, AES_GCM_V1",
    "V2, AES_GCM_CTR_V1",
  })
  void withThePageThatItBecomes(PageVersion version, EncryptionAlgorithm algorithm)
      throws Exception {
    Path plain = write("plain", version, false, algorithm);
    Path encrypted = write("encrypted", version, true, algorithm);
    int once = VALUE_BYTES + VALUE_BYTES / 2;
    assertThat(read(plain, once)).hasSize(1);
    assertThatThrownBy(() -> read(encrypted, once))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("column 'bytes'")
        .hasMessageContaining("encrypted.parquet")
        .hasMessageContaining("raise maximumPageBytes");
    assertThat(read(encrypted, 2 * once)).hasSize(1);
  }

  /** Most of the value is noise, so that the page stays compressed in version 2 and is long. */
  private Path write(
      String name, PageVersion version, boolean isEncrypted, EncryptionAlgorithm algorithm)
      throws IOException {
    Path file = directory.resolve(name + ".parquet");
    byte[] value = new byte[VALUE_BYTES];
    byte[] noise = new byte[VALUE_BYTES * 3 / 4];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, value, 0, noise.length);
    WriterOptions.Builder options =
        WriterOptions.builder()
            .codec(CompressionCodec.ZSTD)
            .dictionary(false)
            .columns(all -> all.pageVersion(version));
    if (isEncrypted) {
      options.encryption(files -> files.keyProvider(new TestKeys()).algorithm(algorithm));
    }
    try (OutputStream out = Files.newOutputStream(file);
        RowParquetWriter writer = RowParquetWriter.open(out, "", TYPE, options.build())) {
      writer.write(GenericRowData.of((Object) value));
      writer.finish();
    }
    return file;
  }

  private static List<RowData> read(Path file, int maximumPageBytes) throws IOException {
    ParquetRowFormat format =
        Splits.format(TYPE)
            .withLimits(ReadLimits.builder().maximumPageBytes(maximumPageBytes).build())
            .withDecryption(files -> files.keyProvider(new TestKeys()).allowPlaintextFiles(true));
    return Splits.read(Splits.whole(file), format);
  }
}
