package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageFacts;
import io.flinkarrow.testing.PageWalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no whole Parquet file is refused, and the message says where and why. */
class DamagedFilesAreRefusedTest {

  private static final int ROWS = 250;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void aFlippedByteInAnyPageIsFoundByItsChecksum(WriterVersion version) throws Exception {
    byte[] whole = numbered(version);
    for (ChunkFacts chunk : PageWalk.walk(whole, PageWalk.Rules.ANY).chunks()) {
      for (int page = 0; page < chunk.pages().size(); page++) {
        PageFacts facts = chunk.pages().get(page);
        assertThat(facts.version2()).isEqualTo(version == WriterVersion.PARQUET_2_0);
        byte[] damaged = whole.clone();
        long body = facts.offset() + facts.headerBytes();
        damaged[(int) body + facts.compressedBytes() / 2] ^= 0x10;
        Path file = write(damaged);
        assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
            .isInstanceOf(IOException.class)
            .hasMessageMatching(
                "Page %d of column '%s' in row group %d of file:\\S+ should have the CRC-32 [0-9a-f]{8}, but has [0-9a-f]{8}\\. The file is damaged; write it again"
                    .formatted(page, chunk.path(), chunk.rowGroup()));
      }
    }
  }

  @Test
  void aFlippedByteInADictionaryIsFoundByItsChecksum() throws Exception {
    byte[] whole = numbered(WriterVersion.PARQUET_1_0);
    ChunkFacts chunk =
        PageWalk.walk(whole, PageWalk.Rules.ANY).column("name").stream()
            .filter(facts -> facts.dictionaryEntries() > 0)
            .findFirst()
            .orElseThrow();
    int dictionaryEnd = (int) chunk.pages().get(0).offset();
    whole[dictionaryEnd - 1] ^= 1;
    Path file = write(whole);
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("The dictionary page of column 'name' in row group 0 of file:")
        .hasMessageContaining("CRC-32");
  }

  @Test
  void aFileCutAnywhereIsRefused() throws Exception {
    byte[] whole = numbered(WriterVersion.PARQUET_1_0);
    for (int length = 1; length < whole.length; length += 97) {
      Path file = write(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not a complete Parquet file: it ");
    }
  }

  /** Restored readers find their row group by its first byte. */
  @Test
  void aRowGroupThatIsListedTwiceIsRefused() throws Exception {
    Path file = write(numbered(WriterVersion.PARQUET_1_0));
    RewrittenFooter.rewrite(
        file,
        footer -> {
          footer.addToRow_groups(footer.getRow_groups().get(0).deepCopy());
          footer.setNum_rows(footer.getNum_rows() + footer.getRow_groups().get(0).getNum_rows());
        });
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "Row group \\d+ of file:\\S+ should begin where no other does, but another one begins at byte 4 too\\. The file is damaged; write it again");
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Path file = write(new byte[0]);
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s is not a complete Parquet file: it has 0 bytes, the shortest one 13. Read finished files only, and keep other files out of the directory",
            new org.apache.flink.core.fs.Path(file.toUri()));
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws Exception {
    Path file = write("id,name\n1,one\n2,two\n3,three\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it should begin with 'PAR1' (50415231), but does with 69642c6e");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1 << 30, Integer.MIN_VALUE})
  void aFooterThatCannotBeThatLongIsRefused(int length) throws Exception {
    byte[] damaged = numbered(WriterVersion.PARQUET_1_0);
    for (int i = 0; i < 4; i++) {
      damaged[damaged.length - 8 + i] = (byte) (length >>> (8 * i));
    }
    Path file = write(damaged);
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "its footer's length should be from 1 to %d, but is %d"
                .formatted(damaged.length - 12, length));
  }

  @Test
  void anEncryptedFooterIsRefused() throws Exception {
    byte[] encrypted = numbered(WriterVersion.PARQUET_1_0);
    encrypted[3] = 'E';
    encrypted[encrypted.length - 1] = 'E';
    Path file = write(encrypted);
    assertThatThrownBy(() -> Splits.read(file, NumberedRows.TYPE))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("has an encrypted footer ('PARE'), which cannot be read");
  }

  /** Damage beyond checksums: footer and page headers. It must end, and never be another error. */
  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void noDamageHasOtherEndsThanRowsOrAnException(WriterVersion version) throws Exception {
    byte[] whole = numbered(version);
    Random random = new Random(version.ordinal());
    int refused = 0;
    for (int round = 0; round < 1_500; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        // Half of all hits in the footer.
        int from = random.nextBoolean() ? whole.length * 3 / 4 : 4;
        damaged[from + random.nextInt(whole.length - from)] = (byte) random.nextInt();
      }
      try {
        Splits.read(write(damaged), NumberedRows.TYPE);
      } catch (IOException | UnsupportedOperationException e) {
        assertThat(e).hasMessageContaining("file:");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void aFileWithoutRowsGivesNone() throws Exception {
    Path file = directory.resolve("none.parquet");
    NumberedRows.write(file, 0, WriterVersion.PARQUET_1_0);
    assertThat(Splits.read(file, NumberedRows.TYPE)).isEmpty();
    assertThat(Splits.read(file, RowType.of(false))).isEmpty();
  }

  private byte[] numbered(WriterVersion version) throws IOException {
    Path file = directory.resolve("whole.parquet");
    Files.deleteIfExists(file);
    NumberedRows.write(file, ROWS, version, CompressionCodecName.ZSTD);
    return Files.readAllBytes(file);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("damaged.parquet"), bytes);
  }
}
