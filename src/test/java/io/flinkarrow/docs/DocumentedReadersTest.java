package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.DuckDbReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented code that reads files as Arrow's own reader does what the page says. */
class DocumentedReadersTest {

  private static final int ROWS = 20_000;

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();
  private Path flights;

  @BeforeEach
  void writeFlights() throws Exception {
    flights = directory.resolve("flights.parquet");
    DuckDbReader.execute(
        """
        COPY (SELECT
            ['AA', 'DL', 'WN'][1 + i %% 3] AS carrier,
            {'city': 'city ' || i %% 10, 'state': 'TX'} AS origin,
            CASE WHEN i %% 100 > 0 THEN i %% 2000 END::SMALLINT AS distance
          FROM range(%d) AS r(i)) TO '%s' (FORMAT parquet)
        """
            .formatted(ROWS, flights));
  }

  @AfterEach
  void nothingIsLeft() {
    allocator.close();
  }

  private List<Map<String, Object>> rows(ArrowParquetReader reader) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    while (reader.loadNextBatch()) {
      rows.addAll(ArrowValues.rows(root, reader));
    }
    return rows;
  }

  private List<Map<String, Object>> rows(ParquetInput input, ReaderOptions options)
      throws IOException {
    try (ArrowParquetReader reader = ArrowParquetReader.open(input, options, allocator)) {
      return rows(reader);
    }
  }

  @Test
  void aColumnIsAddedUp() throws Exception {
    long sum =
        ((Number)
                DuckDbReader.query("SELECT sum(distance) FROM " + DuckDbReader.table(flights))
                    .get(0)
                    .get(0))
            .longValue();
    assertThat(DocumentedCode.sumOfDistances(flights)).isEqualTo(sum);
  }

  @Test
  void onlyRowsThatFulfilThePredicateComeAndOnlyTheirChosenColumns() throws Exception {
    long expected =
        (long)
            DuckDbReader.query(
                    "SELECT count(*) FILTER (carrier IN ('AA', 'WN') AND distance > 1000) FROM "
                        + DuckDbReader.table(flights))
                .get(0)
                .get(0);
    try (ArrowParquetReader reader = DocumentedCode.longFlights(flights, allocator)) {
      assertThat(rows(reader))
          .hasSize((int) expected)
          .allSatisfy(
              row -> {
                assertThat(row).containsOnlyKeys("carrier", "origin");
                assertThat(row.get("carrier")).isIn("AA", "WN");
                assertThat(((Map<?, ?>) row.get("origin")).keySet()).hasToString("[city]");
              });
    }
  }

  @Test
  void whatIsReadIsWrittenAgain() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetReader reader = ArrowParquetReader.open(flights, allocator)) {
      assertThat(DocumentedCode.writeAgain(reader, out).rows()).isEqualTo(ROWS);
    }
    ParquetInput again = new DocumentedCode.Download("again.parquet", out.toByteArray());
    assertThat(rows(again, DocumentedCode.ofStrangers()))
        .isEqualTo(rows(ParquetInput.open(flights), ReaderOptions.defaults()));
  }

  /** Nobody but DuckDB closes the reader. */
  @Test
  void duckDbSelectsFromAReaderAndClosesIt() throws Exception {
    ArrowParquetReader reader = ArrowParquetReader.open(flights, allocator);
    assertThat(DocumentedCode.countedByDuckDb(reader, allocator)).isEqualTo(ROWS);
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void encryptedFilesAreReadWithKeys() throws Exception {
    WriterOptions encrypted =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new TestKeys()).aadPrefix("orders"))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArrowParquetReader reader = ArrowParquetReader.open(flights, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, reader.getVectorSchemaRoot().getSchema(), reader, encrypted)) {
      writer.writeAll(reader);
      writer.finish();
    }
    ParquetInput file = new DocumentedCode.Download("secret.parquet", out.toByteArray());
    assertThat(rows(file, DocumentedCode.withKeys(new TestKeys()))).hasSize(ROWS);
    assertThatThrownBy(() -> rows(file, ReaderOptions.defaults()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(
            () -> rows(ParquetInput.open(flights), DocumentedCode.withKeys(new TestKeys())))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("allowPlaintextFiles");
  }

  @Test
  void aFileThatExceedsALimitIsRefused() throws Exception {
    Path wide = directory.resolve("wide.parquet");
    DuckDbReader.execute(
        "COPY (SELECT repeat('x', 20000000) AS s) TO '%s' (FORMAT parquet)".formatted(wide));
    byte[] bytes = Files.readAllBytes(wide);
    assertThat(rows(new DocumentedCode.Download("wide", bytes), ReaderOptions.defaults()))
        .hasSize(1);
    assertThatThrownBy(
            () -> rows(new DocumentedCode.Download("wide", bytes), DocumentedCode.ofStrangers()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("maximumRowBytes");
  }
}
