package io.flinkarrow.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.WrittenFiles;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.Verification;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What verification finds of a part file before Flink may commit it, and what it leaves. */
class BrokenFilesAreFoundTest {

  /** A file's bytes, and what its writer says of it. */
  private record Written(byte[] bytes, FileSummary summary) {}

  private static Written file() throws IOException {
    return file(WriterOptions.builder().pageRows(100).rowGroupRows(500).build());
  }

  private static Written file(WriterOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, NumberedBatches.SCHEMA, options)) {
      writer.write(RecordBatchBuffers.of(NumberedBatches.of(0, 1000)));
      FileSummary summary = writer.finish();
      return new Written(out.toByteArray(), summary);
    }
  }

  private static void verify(byte[] bytes, FileSummary summary) throws IOException {
    verify(bytes, summary, null);
  }

  private static void verify(byte[] bytes, FileSummary summary, DecryptionSettings decryption)
      throws IOException {
    VerifiedOutput output = new VerifiedOutput(new InMemoryStream(), decryption);
    try {
      output.write(bytes, 0, bytes.length);
      output.verify(summary);
    } finally {
      output.release();
    }
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 0x10;
    return changed;
  }

  @Test
  void aWholeFilePasses() throws Exception {
    Written file = file();
    assertThat(file.summary().rowGroups()).isEqualTo(2);
    assertThatCode(() -> verify(file.bytes(), file.summary())).doesNotThrowAnyException();
  }

  /** Also values by CTR, by their checksums; and a provider that cannot give the key again. */
  @ParameterizedTest
  @EnumSource(EncryptionAlgorithm.class)
  void anEncryptedFileIsDecrypted(EncryptionAlgorithm algorithm) throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new TestKeys()).algorithm(algorithm))
            .columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY))
            .pageRows(100)
            .rowGroupRows(500)
            .build();
    Written file = file(options);
    DecryptionSettings keys = WrittenFiles.decryption(options);
    verify(file.bytes(), file.summary(), keys);
    int pages =
        (int) file.summary().columns().stream().mapToLong(column -> column.compressedBytes()).sum();
    for (int at = 4; at < 4 + pages; at += 37) {
      byte[] changed = flipped(file.bytes(), at);
      assertThatThrownBy(() -> verify(changed, file.summary(), keys))
          .as("byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is broken, as verifyShare found before it became visible");
    }
    EncryptionKeyProvider forgetful = () -> new EncryptionKey(new byte[16]);
    assertThatThrownBy(
            () ->
                verify(
                    file.bytes(), file.summary(), new DecryptionSettings(forgetful, null, false)))
        .hasMessageContaining("The footer of copy-of-part-file.parquet cannot be decrypted");
  }

  @Test
  void aChangedByteOfAPageIsFound() throws Exception {
    Written file = file();
    int pages =
        (int) file.summary().columns().stream().mapToLong(column -> column.compressedBytes()).sum();
    // The last bytes of the last page's body, and its checksum's place far before it.
    for (int at = 4 + pages - 40; at < 4 + pages; at++) {
      byte[] changed = flipped(file.bytes(), at);
      assertThatThrownBy(() -> verify(changed, file.summary()))
          .as("byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is broken, as verifyShare found before it became visible")
          .hasMessageContaining("should have the CRC-32");
    }
  }

  @Test
  void aChangedMagicNumberOrLengthIsFound() throws Exception {
    Written file = file();
    int length = file.bytes().length;
    for (int at : new int[] {0, 3, length - 8, length - 7, length - 4, length - 1}) {
      byte[] changed = flipped(file.bytes(), at);
      assertThatThrownBy(() -> verify(changed, file.summary()))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void missingAndAdditionalBytesAreFound() throws Exception {
    Written file = file();
    int length = file.bytes().length;
    assertThatThrownBy(() -> verify(Arrays.copyOf(file.bytes(), length - 1), file.summary()))
        .hasMessageContaining("was handed %d bytes".formatted(length - 1));
    assertThatThrownBy(() -> verify(Arrays.copyOf(file.bytes(), length + 1), file.summary()))
        .hasMessageContaining("was handed %d bytes".formatted(length + 1));
  }

  @Test
  void aLostRowIsFound() throws Exception {
    Written file = file();
    FileSummary told = file.summary();
    FileSummary oneMore =
        new FileSummary(told.rows() + 1, told.rowGroups(), told.bytes(), told.columns());
    assertThatThrownBy(() -> verify(file.bytes(), oneMore))
        .hasMessageContaining("should have 1001 rows in 2 row groups, but has 1000 in 2");
  }

  /** A writer whose bytes are changed on their way. */
  private static BulkWriter<RecordBatch> broken(OpenWriters openWriters) {
    return new BrokenFiles("found", Integer.MAX_VALUE, WriterOptions.defaults())
        .open(new InMemoryStream(), PartFilePlace.UNKNOWN, openWriters);
  }

  @Test
  void aBrokenFileIsNeverFinished() throws Exception {
    OpenWriters openWriters = new OpenWriters(0, new Verification(1, null), null);
    BulkWriter<RecordBatch> writer = broken(openWriters);
    writer.addElement(NumberedBatches.of(0, 5000));
    writer.flush();
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A part file of 5000 rows")
        .hasMessageContaining("is broken, as verifyShare found");
    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    assertThat(copies()).as("the copy is gone").isEmpty();
  }

  @Test
  void aBrokenFileThatIsFinishedAheadIsNotFinishedEither() throws Exception {
    OpenWriters openWriters = new OpenWriters(0, new Verification(1, null), null);
    BulkWriter<RecordBatch> writer = broken(openWriters);
    writer.addElement(NumberedBatches.of(0, 5000));
    openWriters.finishAhead();
    assertThatThrownBy(writer::finish).hasMessageContaining("is broken, as verifyShare found");
  }

  @Test
  void withoutVerificationNobodyNotices() throws Exception {
    BulkWriter<RecordBatch> writer = broken(new OpenWriters(0, new Verification(0, null), null));
    writer.addElement(NumberedBatches.of(0, 5000));
    assertThatCode(writer::finish).doesNotThrowAnyException();
  }

  @Test
  void copiesHaveNoName() throws Exception {
    VerifiedOutput output = new VerifiedOutput(new InMemoryStream(), null);
    output.write(new byte[] {1, 2, 3}, 0, 3);
    List<Path> named = copies();
    for (int i = 0; i < 100 && !named.isEmpty(); i++) {
      Thread.sleep(20); // others' copies lose their names at once
      named.retainAll(copies());
    }
    assertThat(named).isEmpty();
    output.release();
  }

  private static List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".verify")).toList());
    }
  }

  @Test
  void theShareIsAboutThatOfTheFiles() {
    OpenWriters half = new OpenWriters(0, new Verification(0.5, null), null);
    long drawn = IntStream.range(0, 2000).filter(i -> half.verification().drawsNext()).count();
    assertThat(drawn).isBetween(800L, 1200L);
    OpenWriters all = new OpenWriters(0, new Verification(1, null), null);
    OpenWriters none = new OpenWriters(0, new Verification(0, null), null);
    assertThat(IntStream.range(0, 2000)).allMatch(i -> all.verification().drawsNext());
    assertThat(IntStream.range(0, 2000)).noneMatch(i -> none.verification().drawsNext());
  }
}
