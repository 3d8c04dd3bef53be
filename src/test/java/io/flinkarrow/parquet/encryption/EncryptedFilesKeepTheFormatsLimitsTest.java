package io.flinkarrow.parquet.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups, columns and pages are counted in 16 bits, and no nonce is used twice. */
class EncryptedFilesKeepTheFormatsLimitsTest {

  private static final int ROWS = 80_000;

  @TempDir Path directory;

  @Test
  void aRowGroupEndsBeforeAChunkHasTooManyPages() throws Exception {
    Schema schema =
        new Schema(
            List.of(new Field("n", FieldType.notNullable(new ArrowType.Int(32, true)), null)));
    WriterOptions options =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new TestKeys()))
            .codec(CompressionCodec.UNCOMPRESSED)
            .pageRows(1)
            .build();
    Path file = directory.resolve("file.parquet");
    int rowGroups;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      for (int row = 0; row < ROWS; row++) {
        ((IntVector) batch.getVector(0)).setSafe(row, row);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      rowGroups = writer.finish().rowGroups();
    }
    assertThat(rowGroups).isEqualTo(3);
    List<Map<String, Object>> rows =
        ParquetJavaReader.read(file, new TestKeys().decryption().build());
    assertThat(rows).hasSize(ROWS);
    assertThat(rows.get(ROWS - 1)).containsEntry("n", ROWS - 1L);
  }

  @Test
  void moreRowGroupsAndPagesAreRefusedByName() throws Exception {
    FileModules file = FileModules.open(settings(), List.of(column()));
    ColumnModules column = file.column(0);
    Struct struct = out -> out.write(1);
    column.writePageHeader(
        PageModules.data(Short.MAX_VALUE), struct, OutputStream.nullOutputStream());
    assertThatThrownBy(
            () ->
                column.writePageHeader(
                    PageModules.data(Short.MAX_VALUE + 1), struct, OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 32768 pages in a chunk of column 'n'");
    for (int rowGroup = 0; rowGroup < Short.MAX_VALUE; rowGroup++) {
      file.rowGroupWritten();
    }
    column.write(ModuleType.COLUMN_INDEX, struct, OutputStream.nullOutputStream());
    file.rowGroupWritten();
    assertThatThrownBy(
            () -> column.write(ModuleType.COLUMN_INDEX, struct, OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("An encrypted file has at most 32768 row groups");
  }

  @Test
  void moreColumnsAreRefused() {
    List<LeafColumn> columns = Collections.nCopies(Short.MAX_VALUE + 1, column());
    assertThatThrownBy(() -> FileModules.open(settings(), columns))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 32767 columns, but the schema has 32768");
  }

  @Test
  void everyModuleHasANonceOfItsOwn() throws Exception {
    Set<List<Byte>> nonces = new HashSet<>();
    int modules = 0;
    for (int files = 0; files < 3; files++) {
      ColumnModules column = FileModules.open(settings(), List.of(column())).column(0);
      for (int page = 0; page < 500; page++) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        column.writePageHeader(PageModules.data(page), out -> out.write(7), header);
        byte[] body = new byte[column.encryptedLength(1)];
        int length = column.encryptPage(PageModules.data(page), new byte[1], 1, body);
        assertThat(length).isEqualTo(body.length).isEqualTo(header.size());
        nonces.add(nonce(header.toByteArray()));
        nonces.add(nonce(body));
        modules += 2;
      }
    }
    assertThat(nonces).hasSize(modules);
  }

  private static List<Byte> nonce(byte[] module) {
    byte[] nonce = Arrays.copyOfRange(module, 4, 16);
    Byte[] boxed = new Byte[nonce.length];
    Arrays.setAll(boxed, i -> nonce[i]);
    return List.of(boxed);
  }

  private static EncryptionSettings settings() {
    return new EncryptionSettings(
        () -> new EncryptionKey(new byte[16]), EncryptionAlgorithm.AES_GCM_V1, false, null, true);
  }

  private static LeafColumn column() {
    ColumnSettings settings =
        new ColumnSettings(
            CompressionCodec.UNCOMPRESSED,
            0,
            false,
            1,
            ValueEncoding.PLAIN,
            false,
            1,
            1,
            StatisticsSettings.DEFAULT,
            true,
            ColumnEncryption.FOOTER_KEY,
            PageVersion.V1,
            false,
            null);
    var type = Types.required(PrimitiveTypeName.INT32).named("n");
    return new LeafColumn(0, new ColumnDescriptor(new String[] {"n"}, type, 0, 0), settings);
  }
}
