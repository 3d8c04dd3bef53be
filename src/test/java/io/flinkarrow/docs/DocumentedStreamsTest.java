package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.NumberedBatches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented code that writes Arrow streams does what the page says. */
class DocumentedStreamsTest {

  private static final int ROWS = 30_000;

  @TempDir Path directory;

  private List<List<Object>> written(String select) throws Exception {
    return DuckDbReader.query(select + " FROM " + DuckDbReader.table(file()));
  }

  private Path file() {
    return directory.resolve("stream.parquet");
  }

  @Test
  void aQueryOfDuckDbIsWrittenOverItsCStream() throws Exception {
    Properties streaming = new Properties();
    streaming.setProperty("jdbc_stream_results", "true");
    for (Properties properties : List.of(new Properties(), streaming)) {
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:", properties);
          OutputStream out = Files.newOutputStream(file())) {
        FileSummary summary =
            DocumentedCode.writeQuery(
                database,
                "SELECT i AS n, 'row ' || i AS name, [i, NULL] AS l FROM range(%d) AS r(i)"
                    .formatted(ROWS),
                out);
        assertThat(summary.rows()).isEqualTo(ROWS);
      }
      assertThat(
              written(
                  "SELECT count(*), sum(n), bool_and(name = 'row ' || n), bool_and(l[1] = n AND l[2] IS NULL)"))
          .containsExactly(
              List.of((long) ROWS, BigInteger.valueOf(ROWS * (ROWS - 1L) / 2), true, true));
    }
  }

  @Test
  void anIpcStreamIsWritten() throws Exception {
    byte[] stream;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(NumberedBatches.SCHEMA, allocator)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
        for (int batch = 0; batch < 3; batch++) {
          root.allocateNew();
          for (int row = 0; row < 10; row++) {
            ((BigIntVector) root.getVector("id")).setSafe(row, batch * 10L + row);
          }
          root.setRowCount(10);
          writer.writeBatch();
        }
      }
      stream = bytes.toByteArray();
    }
    try (InputStream in = new ByteArrayInputStream(stream);
        OutputStream out = Files.newOutputStream(file())) {
      assertThat(DocumentedCode.writeStream(in, out).rows()).isEqualTo(30);
    }
    assertThat(written("SELECT count(DISTINCT id), max(id)")).containsExactly(List.of(30L, 29L));
  }
}
