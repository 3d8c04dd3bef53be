package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;

/** DuckDB's writer on one thread, fed through Arrow's C data interface. */
final class DuckDbFile implements FileFromBatches {

  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches;
  private final DuckDBConnection database;

  DuckDbFile(BufferAllocator allocator, List<VectorSchemaRoot> batches) throws SQLException {
    this.allocator = allocator;
    this.batches = batches;
    database = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
    try (Statement statement = database.createStatement()) {
      statement.execute("SET threads=1");
    }
  }

  @Override
  public void write(Path file, CompressionCodec codec) throws SQLException, IOException {
    String level =
        codec == CompressionCodec.ZSTD ? ", COMPRESSION_LEVEL %d".formatted(ZSTD_LEVEL) : "";
    try (BatchesReader reader = new BatchesReader(allocator, batches);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Statement statement = database.createStatement()) {
      Data.exportArrayStream(allocator, reader, stream);
      database.registerArrowStream("batches", stream);
      statement.execute(
          "COPY (SELECT * FROM batches) TO '%s' (FORMAT parquet, PARQUET_VERSION V1, ROW_GROUP_SIZE 122880, COMPRESSION %s%s)"
              .formatted(file, codec, level));
    }
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
