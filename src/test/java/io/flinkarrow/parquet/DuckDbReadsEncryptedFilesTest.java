package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.EncryptionAlgorithm;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/how-to/encryption.md says of DuckDB, which knows one of the format's modes. */
class DuckDbReadsEncryptedFilesTest {

  private static final int ROWS = 500;

  @TempDir Path directory;

  @BeforeAll
  static void addKey() throws SQLException {
    // DuckDB takes 24 or 32 characters for the key itself, and so Base64 of shorter keys for
    // others.
    String key = Base64.getEncoder().encodeToString(TestKeys.bytes("footer", 32));
    DuckDbReader.execute("PRAGMA add_parquet_key('orders', '%s')".formatted(key));
  }

  @Test
  void filesOfOneKeyAreRead() throws Exception {
    assertThat(sumOfIds(options -> {})).isEqualTo(expectedSum());
    assertThat(sumOfIds(options -> options.dictionary(false))).isEqualTo(expectedSum());
  }

  @Test
  void otherModesAreNot() {
    assertNotRead(
        options -> options.encryption(files -> files.algorithm(EncryptionAlgorithm.AES_GCM_CTR_V1)),
        "only AES_GCM_V1 is supported");
    assertNotRead(
        options -> options.encryption(files -> files.plaintextFooter(true)), "is not encrypted");
    assertNotRead(options -> options.encryption(files -> files.aadPrefix("orders")), "AES tag");
    assertNotRead(
        options -> options.columns(all -> all.encryption(ColumnEncryption.COLUMN_KEY)), "");
    assertNotRead(options -> options.columns(all -> all.encryption(ColumnEncryption.NONE)), "");
    assertNotRead(options -> options.columns(all -> all.bloomFilter(true)), "AES tag");
    assertNotRead(options -> options.columns(all -> all.pageVersion(PageVersion.V2)), "");
  }

  @Test
  void nestedColumnsAreNotButThoseBesideThemAre() throws Exception {
    Path file = directory.resolve("nested.parquet");
    RowType type =
        (RowType)
            DataTypes.ROW(
                    DataTypes.FIELD("numbers", DataTypes.ARRAY(DataTypes.BIGINT())),
                    DataTypes.FIELD(
                        "pair",
                        DataTypes.ROW(
                            DataTypes.FIELD("a", DataTypes.BIGINT()),
                            DataTypes.FIELD("b", DataTypes.BIGINT()))),
                    DataTypes.FIELD("id", DataTypes.BIGINT()))
                .getLogicalType();
    WriterOptions options =
        WriterOptions.builder().encryption(files -> files.keyProvider(new TestKeys(32))).build();
    try (OutputStream out = Files.newOutputStream(file);
        RowParquetWriter writer = RowParquetWriter.open(out, "orders", type, options)) {
      writer.write(
          GenericRowData.of(
              new GenericArrayData(new long[] {1, 2}), GenericRowData.of(3L, 4L), 5L));
      writer.finish();
    }

    assertThat(DuckDbReader.query(select("id", file))).isEqualTo(List.of(List.of(5L)));
    assertThat(DuckDbReader.query(select("pair.b", file))).isEqualTo(List.of(List.of(4L)));
    for (String nested : List.of("numbers", "pair")) {
      assertThatThrownBy(() -> DuckDbReader.query(select(nested, file)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("AES tag");
    }
  }

  private static String select(String column, Path file) {
    return "SELECT %s FROM read_parquet('%s', encryption_config={footer_key: 'orders'})"
        .formatted(column, file);
  }

  private void assertNotRead(Consumer<WriterOptions.Builder> options, String reason) {
    assertThatThrownBy(() -> sumOfIds(options))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(reason);
  }

  private long sumOfIds(Consumer<WriterOptions.Builder> choices) throws Exception {
    Path file = Files.createTempFile(directory, "file", ".parquet");
    write(file, choices);
    return (Long) DuckDbReader.query(select("sum(id)::BIGINT, count(text)", file)).get(0).get(0);
  }

  private static void write(Path file, Consumer<WriterOptions.Builder> choices) throws IOException {
    WriterOptions.Builder options =
        WriterOptions.builder().encryption(files -> files.keyProvider(new TestKeys(32)));
    choices.accept(options);
    try (BufferAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        VectorSchemaRoot batch = FlatRows.batch(allocator, 0, ROWS);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, FlatRows.SCHEMA, options.build())) {
      writer.write(batch);
      writer.finish();
    }
  }

  private static long expectedSum() {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = FlatRows.batch(allocator, 0, ROWS)) {
      long sum = 0;
      for (int row = 0; row < ROWS; row++) {
        Object id = batch.getVector("id").getObject(row);
        sum += id == null ? 0 : ((Number) id).longValue();
      }
      return sum;
    }
  }
}
