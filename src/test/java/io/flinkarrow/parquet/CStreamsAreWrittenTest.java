package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.testing.DuckDbReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches of native code come through Arrow's C stream interface: what DuckDB selects is in the
 * file, errors reach the caller, and every stream is released once, whatever happened.
 */
class CStreamsAreWrittenTest {

  private static final Schema NUMBERS =
      new Schema(List.of(Field.notNullable("n", new ArrowType.Int(32, true))));

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeftOfAnyStream() {
    allocator.close();
  }

  private interface Use {
    void of(ArrowReader reader) throws IOException;
  }

  /** One thread computes the result while it is read, and not ahead of that. */
  private void select(String sql, Use use) throws SQLException, IOException {
    Properties streaming = new Properties();
    streaming.setProperty("jdbc_stream_results", "true");
    streaming.setProperty("threads", "1");
    try (DuckDBConnection connection =
            DriverManager.getConnection("jdbc:duckdb:", streaming).unwrap(DuckDBConnection.class);
        Statement statement = connection.createStatement();
        DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(sql);
        ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, 2048)) {
      use.of(reader);
    }
  }

  private static ArrowParquetWriter open(OutputStream out, ArrowReader reader) throws IOException {
    Schema schema = reader.getVectorSchemaRoot().getSchema();
    return ArrowParquetWriter.open(out, schema, reader, WriterOptions.defaults());
  }

  @Test
  void whatIsSelectedIsInTheFile() throws Exception {
    String query =
        """
        SELECT i, CASE WHEN i % 3 > 0 THEN 'text ' || i END AS t, i / 7 AS d,
               [i, NULL, i + 1] AS l, {'a': i, 'b': i::VARCHAR} AS s,
               (CASE WHEN i % 5 = 0 THEN NULL WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END)
                 ::ENUM('odd', 'even') AS e,
               TIMESTAMP '2024-01-01' + INTERVAL (i) SECOND AS ts, (i / 4)::DECIMAL(20, 3) AS c
        FROM range(10000) r(i)
        """;
    Path file = directory.resolve("selected.parquet");
    try (OutputStream out = Files.newOutputStream(file)) {
      select(
          query,
          reader -> {
            try (ArrowParquetWriter writer = open(out, reader)) {
              assertThat(writer.writeAll(reader)).isEqualTo(10_000);
              writer.finish();
            }
          });
    }

    String columns = "i, t, d, l, s, e::VARCHAR AS e, ts, c";
    String selected = "SELECT %s FROM (%s)".formatted(columns, query);
    String written = "SELECT %s FROM '%s'".formatted(columns, file);
    assertThat(DuckDbReader.query("SELECT count(*) FROM '%s'".formatted(file)))
        .isEqualTo(List.of(List.of(10_000L)));
    assertThat(DuckDbReader.query("(%s) EXCEPT (%s)".formatted(selected, written))).isEmpty();
    assertThat(DuckDbReader.query("(%s) EXCEPT (%s)".formatted(written, selected))).isEmpty();
  }

  @Test
  void anErrorOfTheQueryReachesTheCaller() throws Exception {
    String query =
        "SELECT CASE WHEN i = 3000000 THEN error('no such bird ' || i) ELSE i END AS i FROM range(4000000) r(i)";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    select(
        query,
        reader -> {
          try (ArrowParquetWriter writer = open(out, reader)) {
            assertThatThrownBy(() -> writer.writeAll(reader))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such bird");
            assertThat(writer.finish().rows()).isEqualTo(writer.rowsWritten()).isPositive();
          }
        });
  }

  @Test
  void anErrorOfTheOutputEndsTheQuery() throws Exception {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    select(
        "SELECT i FROM range(10000000) r(i)",
        reader -> {
          Schema schema = reader.getVectorSchemaRoot().getSchema();
          WriterOptions options = WriterOptions.builder().rowGroupRows(10_000).build();
          try (ArrowParquetWriter writer = ArrowParquetWriter.open(full, schema, options)) {
            assertThatThrownBy(() -> writer.writeAll(reader)).hasMessage("disk full");
          }
        });
  }

  @Test
  void aSchemaThatIsNotTheWritersIsRefused() throws Exception {
    select(
        "SELECT 1 AS n",
        reader -> {
          OutputStream out = new ByteArrayOutputStream();
          Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Utf8())));
          try (ArrowParquetWriter writer =
              ArrowParquetWriter.open(out, schema, WriterOptions.defaults())) {
            assertThatThrownBy(() -> writer.writeAll(reader))
                .isInstanceOf(RefusedRowsException.class);
          }
        });
  }

  /** Three batches of one row, or an error or a null in place of the second. */
  private static final class Producer extends ArrowReader {
    private final boolean fails;
    private final boolean sendsNull;
    private final Schema schema;
    private int batches;
    private int releases;

    private Producer(BufferAllocator allocator, boolean fails, boolean sendsNull) {
      this(allocator, fails, sendsNull, NUMBERS);
    }

    private Producer(BufferAllocator allocator, boolean fails, boolean sendsNull, Schema schema) {
      super(allocator);
      this.fails = fails;
      this.sendsNull = sendsNull;
      this.schema = schema;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (batches == 3) {
        return false;
      }
      batches++;
      if (batches == 2 && fails) {
        throw new IOException("no such bird");
      }
      IntVector vector = (IntVector) getVectorSchemaRoot().getVector(0);
      vector.allocateNew(1);
      if (batches == 2 && sendsNull) {
        vector.setNull(0);
      } else {
        vector.set(0, batches);
      }
      vector.setValueCount(1);
      getVectorSchemaRoot().setRowCount(1);
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {
      releases++;
    }

    @Override
    protected Schema readSchema() {
      return schema;
    }
  }

  /**
   * Of a type that Arrow for Java has no vectors for, whose buffers it would take for wider ones.
   */
  @Test
  void decimalsOfFewerBitsAreRefusedBeforeTheirBuffersAreRead() throws Exception {
    Schema schema =
        new Schema(List.of(Field.nullable("price", new ArrowType.Decimal(9, 2, Integer.SIZE))));
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, new Producer(allocator, false, false, schema), stream);
      try (ArrowReader reader = Data.importArrayStream(allocator, stream)) {
        assertThatThrownBy(() -> open(new ByteArrayOutputStream(), reader))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining("price")
            .hasMessageContaining("cast it to 128");
      }
    }
  }

  /**
   * If this fails, Arrow for Java has learned it: docs/how-to/datastream.md need not warn of it.
   */
  @Test
  void arrowForJavaTakesTheFirstRowsForThoseOfASlice() {
    try (IntVector vector = new IntVector("n", allocator);
        ArrowArray array = ArrowArray.allocateNew(allocator);
        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
      vector.allocateNew(5);
      for (int i = 0; i < 5; i++) {
        vector.set(i, i);
      }
      vector.setValueCount(5);
      Data.exportVector(allocator, vector, null, array, schema);
      ArrowArray.Snapshot slice = array.snapshot();
      slice.offset = 3;
      slice.length = 2;
      array.save(slice);
      try (FieldVector imported = Data.importVector(allocator, array, schema, null)) {
        assertThat(imported.getValueCount()).isEqualTo(2);
        assertThat(imported.getObject(0)).isEqualTo(0);
      }
    }
  }

  /** Hands the producer to a consumer as native code would, and counts its releases. */
  private void exported(Producer producer, Use use) throws IOException {
    try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, producer, stream);
      try (ArrowReader reader = Data.importArrayStream(allocator, stream)) {
        use.of(reader);
        assertThat(producer.releases).as("before the reader is closed").isZero();
      }
    }
    assertThat(producer.releases).isEqualTo(1);
  }

  @Test
  void aStreamIsReleasedOnceAfterItsEnd() throws Exception {
    exported(
        new Producer(allocator, false, false),
        reader -> {
          try (ArrowParquetWriter writer = open(new ByteArrayOutputStream(), reader)) {
            assertThat(writer.writeAll(reader)).isEqualTo(3);
            writer.finish();
          }
        });
  }

  @Test
  void aStreamIsReleasedOnceAfterAnErrorOfItsOwn() throws Exception {
    exported(
        new Producer(allocator, true, false),
        reader -> {
          try (ArrowParquetWriter writer = open(new ByteArrayOutputStream(), reader)) {
            assertThatThrownBy(() -> writer.writeAll(reader))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such bird");
            assertThat(writer.finish().rows()).isEqualTo(1);
          }
        });
  }

  @Test
  void aStreamIsReleasedOnceAfterARefusedBatch() throws Exception {
    exported(
        new Producer(allocator, false, true),
        reader -> {
          try (ArrowParquetWriter writer = open(new ByteArrayOutputStream(), reader)) {
            assertThatThrownBy(() -> writer.writeAll(reader))
                .isInstanceOf(RefusedRowsException.class);
            assertThat(writer.writeAll(reader)).isEqualTo(1);
            assertThat(writer.finish().rows()).isEqualTo(2);
          }
        });
  }

  @Test
  void aStreamIsReleasedOnceAfterAnErrorOfTheWriter() throws Exception {
    exported(
        new Producer(allocator, false, false),
        reader -> {
          OutputStream closed = OutputStream.nullOutputStream();
          closed.close();
          WriterOptions options = WriterOptions.builder().rowGroupRows(1).build();
          try (ArrowParquetWriter writer =
              ArrowParquetWriter.open(closed, reader.getVectorSchemaRoot().getSchema(), options)) {
            assertThatThrownBy(() -> writer.writeAll(reader)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> writer.writeAll(reader))
                .isInstanceOf(IllegalStateException.class);
          }
        });
  }
}
