package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was written comes back as Arrow's own reader gives it, however it is cut into batches, and
 * goes on from there: to another file, or to DuckDB over the C stream interface.
 */
class FilesComeBackAsBatchesTest {

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  private List<Map<String, Object>> rows(Path file, ReaderOptions options) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (ArrowParquetReader reader =
        ArrowParquetReader.open(ParquetInput.open(file), options, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        assertThat(root.getRowCount()).isPositive();
        rows.addAll(ArrowValues.rows(root, reader));
      }
      assertThat(reader.loadNextBatch()).isFalse();
      assertThat(reader.bytesRead()).isPositive();
    }
    return rows;
  }

  private static WriterOptions writer(Random random) {
    CompressionCodec[] codecs = CompressionCodec.values();
    WriterProfile[] profiles = WriterProfile.values();
    return WriterOptions.builder()
        .profile(profiles[random.nextInt(profiles.length)])
        .columns(
            column ->
                column
                    .codec(codecs[random.nextInt(codecs.length)])
                    .pageVersion(PageVersion.values()[random.nextInt(2)]))
        .pageRows(1 + random.nextInt(200))
        .rowGroupRows(1 + random.nextInt(700))
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void ofAnySchema(long seed) throws IOException {
    Random random = new Random(seed);
    RandomFile written =
        RandomFile.write(
            directory.resolve("random.parquet"),
            seed,
            schemas -> schemas.schema(12, 4),
            writer(random),
            random.nextInt(600),
            random.nextInt(600));

    ReaderOptions options =
        ReaderOptions.builder()
            .batchRows(1 + random.nextInt(500))
            .batchBytes(1 + random.nextInt(100_000))
            .build();
    assertThat(rows(written.path(), options)).isEqualTo(written.rows());
  }

  @Test
  void andAreWrittenAgain() throws IOException {
    RandomFile written =
        RandomFile.write(
            directory.resolve("first.parquet"),
            7,
            schemas -> schemas.schema(12, 4),
            WriterOptions.defaults(),
            900);
    Path again = directory.resolve("again.parquet");
    try (ArrowParquetReader reader = ArrowParquetReader.open(written.path(), allocator);
        OutputStream out = Files.newOutputStream(again);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, reader.getVectorSchemaRoot().getSchema(), reader, WriterOptions.defaults())) {
      assertThat(writer.writeAll(reader)).isEqualTo(900);
      writer.finish();
    }
    assertThat(rows(again, ReaderOptions.defaults()))
        .isEqualTo(rows(written.path(), ReaderOptions.defaults()));
  }

  @Test
  void andAreSelectedFromByDuckDb() throws Exception {
    Path file = directory.resolve("numbers.parquet");
    DuckDbReader.execute(
        "COPY (SELECT i, 'text ' || i %% 7 AS t, [i, i + 1] AS l FROM range(100000) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(file));
    try (DuckDBConnection connection =
            DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        ArrowParquetReader reader = ArrowParquetReader.open(file, allocator);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, reader, stream);
      connection.registerArrowStream("numbers", stream);
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "SELECT count(*), sum(i), count(DISTINCT t), sum(l[2]) FROM numbers")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getLong(1)).isEqualTo(100_000);
        assertThat(result.getLong(2)).isEqualTo(4_999_950_000L);
        assertThat(result.getLong(3)).isEqualTo(7);
        assertThat(result.getLong(4)).isEqualTo(5_000_050_000L);
      }
    }
  }

  @Test
  void withTheChosenColumnsOnly() throws IOException, SQLException {
    Path file = directory.resolve("chosen.parquet");
    DuckDbReader.execute(
        "COPY (SELECT i, {'a': i + 1, 'b': 'x'} AS s, i + 2 AS j FROM range(3) r(i)) TO '%s' (FORMAT parquet)"
            .formatted(file));
    assertThat(rows(file, ReaderOptions.builder().columns("s.a", "j").build()))
        .isEqualTo(
            List.of(
                Map.of("s", Map.of("a", 1L), "j", 2L),
                Map.of("s", Map.of("a", 2L), "j", 3L),
                Map.of("s", Map.of("a", 3L), "j", 4L)));
    assertThat(rows(file, ReaderOptions.builder().columns().build()))
        .isEqualTo(List.of(Map.of(), Map.of(), Map.of()));
    assertThatThrownBy(() -> rows(file, ReaderOptions.builder().columns("s.c").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file + " cannot be read: The file has no field 's.c'");
  }
}
