package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers with the keys notice every module that was changed, or put in another place. */
class ChangedEncryptedFilesAreRefusedTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final TestKeys KEYS = new TestKeys();
  private static final int MAGIC_BYTES = 4;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Field("a", FieldType.notNullable(new ArrowType.Int(64, true)), null),
              new Field("b", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangedByteIsNoticedWhereverItIs(boolean plaintextFooter) throws Exception {
    byte[] file = write(EncryptionAlgorithm.AES_GCM_V1, plaintextFooter);
    read(file);
    List<Module> modules = modules(file);
    Module inClear = plaintextFooter ? new Module(0, 0) : cryptoMetadata(file);
    for (int at = MAGIC_BYTES; at < file.length - MAGIC_BYTES; at += EXTENDED ? 1 : 11) {
      int position = at;
      if (modules.stream().anyMatch(module -> module.hasInLength(position))
          || inClear.has(position)) {
        continue; // parquet-java takes the lengths of pages from their headers
      }
      byte[] changed = file.clone();
      changed[at] ^= 0x10;
      assertThat(catchThrowable(() -> read(changed)))
          .as("byte %d of %d", at, file.length)
          .isNotNull();
    }
  }

  /** Each is encrypted by the same key, and as long as the other. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void modulesInEachOthersPlaceAreNoticed(boolean plaintextFooter) throws Exception {
    byte[] file = write(EncryptionAlgorithm.AES_GCM_V1, plaintextFooter);
    List<Module> modules = modules(file);
    int swapped = 0;
    for (int i = 0; i < modules.size(); i++) {
      for (int j = i + 1; j < modules.size(); j++) {
        if (modules.get(i).length == modules.get(j).length) {
          byte[] changed = file.clone();
          swap(changed, modules.get(i), modules.get(j));
          assertThat(catchThrowable(() -> read(changed))).as("modules %d and %d", i, j).isNotNull();
          swapped++;
        }
      }
    }
    assertThat(swapped).isGreaterThan(20);
  }

  /** The pages' headers are bound to their place even if the pages are not. */
  @Test
  void pagesWithTheirHeadersInEachOthersPlaceAreNoticedByCtrToo() throws Exception {
    byte[] file = write(EncryptionAlgorithm.AES_GCM_CTR_V1, false);
    List<Module> modules = modules(file);
    swap(file, modules.get(0), modules.get(2));
    swap(file, modules.get(1), modules.get(3));
    assertThat(catchThrowable(() -> read(file))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFooterOfAnotherFileIsNoticed(boolean plaintextFooter) throws Exception {
    byte[] file = write(EncryptionAlgorithm.AES_GCM_V1, plaintextFooter);
    byte[] other = write(EncryptionAlgorithm.AES_GCM_V1, plaintextFooter);
    int footer = file.length - footerLength(file) - Integer.BYTES - MAGIC_BYTES;
    assertThat(other).hasSameSizeAs(file);
    byte[] mixed = file.clone();
    System.arraycopy(other, footer, mixed, footer, file.length - footer);
    assertThat(catchThrowable(() -> read(mixed))).isNotNull();
  }

  private record Module(int start, int length) {

    private boolean has(int position) {
      return position >= start && position < start + length;
    }

    private boolean hasInLength(int position) {
      return position >= start && position < start + Integer.BYTES;
    }
  }

  /** Says in clear which key the footer has: a change of it may change nothing, or the key. */
  private static Module cryptoMetadata(byte[] file) throws IOException {
    int length = footerLength(file);
    int start = file.length - length - Integer.BYTES - MAGIC_BYTES;
    ByteArrayInputStream footer = new ByteArrayInputStream(file, start, length);
    Util.readFileCryptoMetaData(footer);
    return new Module(start, length - footer.available());
  }

  /** Those before the footer: each begins with its length. */
  private static List<Module> modules(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int footer = file.length - footerLength(file) - Integer.BYTES - MAGIC_BYTES;
    List<Module> modules = new ArrayList<>();
    int at = MAGIC_BYTES;
    while (at < footer) {
      int length = Integer.BYTES + bytes.getInt(at);
      modules.add(new Module(at, length));
      at += length;
    }
    assertThat(at).isEqualTo(footer);
    return modules;
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt(file.length - MAGIC_BYTES - Integer.BYTES);
  }

  private static void swap(byte[] file, Module one, Module other) {
    byte[] first = Arrays.copyOfRange(file, one.start, one.start + one.length);
    System.arraycopy(file, other.start, file, one.start, one.length);
    System.arraycopy(first, 0, file, other.start, one.length);
  }

  /** Two row groups of two pages a column, with both indexes. */
  private static byte[] write(EncryptionAlgorithm algorithm, boolean plaintextFooter)
      throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .encryption(
                files ->
                    files.keyProvider(KEYS).algorithm(algorithm).plaintextFooter(plaintextFooter))
            .codec(CompressionCodec.UNCOMPRESSED)
            .checksums(false)
            .dictionary(false)
            .pageRows(4)
            .rowGroupRows(8)
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int row = 0; row < 16; row++) {
        ((BigIntVector) batch.getVector("a")).setSafe(row, 100 + row);
        ((BigIntVector) batch.getVector("b")).setSafe(row, 200 - row);
      }
      batch.setRowCount(16);
      writer.write(batch);
      writer.finish();
    }
    return out.toByteArray();
  }

  /** Reads all rows, and some by the indexes of each column. */
  private void read(byte[] bytes) throws Exception {
    Path file = Files.write(directory.resolve("file.parquet"), bytes);
    FileDecryptionProperties keys = KEYS.decryption().build();
    assertThat(ParquetJavaReader.read(file, keys)).hasSize(16);
    for (String column : List.of("a", "b")) {
      for (long value : new long[] {100, 115, 200, 185}) {
        ParquetJavaReader.readPruned(file, keys, FilterApi.eq(FilterApi.longColumn(column), value));
      }
    }
  }
}
