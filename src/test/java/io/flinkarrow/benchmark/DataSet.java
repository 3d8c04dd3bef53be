package io.flinkarrow.benchmark;

import io.flinkarrow.benchmark.DataSets.Column;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What the benchmarks write: six generated shapes of data, the same for the same number of rows
 * however they are batched, and the real flights.
 */
public enum DataSet {
  TAXI(1_500_000, DataSets::taxi),
  EVENTS(500_000, DataSets::events),
  METRICS(1_500_000, DataSets::metrics),
  NESTED(500_000, DataSets::nested),
  WIDE(60_000, DataSets::wide),
  DECIMAL(1_000_000, DataSets::decimal),
  /** A recording: {@code examples/data/flights-200k.arrow}. */
  FLIGHTS(200_000, null);

  private static final Path FLIGHTS_FILE = Path.of("examples/data/flights-200k.arrow");
  private static final long SEED = 42;

  private final int fullRows;
  private final Supplier<List<Column>> columns;

  DataSet(int fullRows, Supplier<List<Column>> columns) {
    this.fullRows = fullRows;
    this.columns = columns;
  }

  /** The rows that figures are taken with. */
  public int fullRows() {
    return fullRows;
  }

  /** In small letters, as in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Batches of {@code batchRows} rows, the last one perhaps shorter; the caller closes them. */
  public List<VectorSchemaRoot> batches(BufferAllocator allocator, int rows, int batchRows) {
    return columns == null
        ? recorded(allocator, rows, batchRows)
        : generated(allocator, rows, batchRows);
  }

  private List<VectorSchemaRoot> generated(BufferAllocator allocator, int rows, int batchRows) {
    return generated(columns.get(), allocator, rows, batchRows);
  }

  private static List<VectorSchemaRoot> generated(
      List<Column> filled, BufferAllocator allocator, int rows, int batchRows) {
    Schema schema = new Schema(filled.stream().map(Column::field).toList());
    SplittableRandom seeds = new SplittableRandom(SEED);
    List<SplittableRandom> randoms = filled.stream().map(column -> seeds.split()).toList();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int from = 0; from < rows; from += batchRows) {
      int count = Math.min(batchRows, rows - from);
      VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
      for (int i = 0; i < filled.size(); i++) {
        FieldVector vector = batch.getVector(i);
        vector.setInitialCapacity(count);
        vector.allocateNew();
        for (int row = 0; row < count; row++) {
          filled.get(i).filler().set(vector, row, randoms.get(i));
        }
        vector.setValueCount(count);
      }
      batch.setRowCount(count);
      batches.add(batch);
    }
    return batches;
  }

  private static List<VectorSchemaRoot> recorded(
      BufferAllocator allocator, int rows, int batchRows) {
    try (var channel = Files.newByteChannel(FLIGHTS_FILE);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      reader.loadNextBatch();
      VectorSchemaRoot all = reader.getVectorSchemaRoot();
      List<VectorSchemaRoot> batches = new ArrayList<>();
      for (int from = 0; from < Math.min(rows, all.getRowCount()); from += batchRows) {
        batches.add(all.slice(from, Math.min(batchRows, Math.min(rows, all.getRowCount()) - from)));
      }
      return batches;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FLIGHTS_FILE, e);
    }
  }

  /** Writes batches to a file as an Arrow IPC stream: how processes hand the same input around. */
  public void writeTo(Path file, BufferAllocator allocator, int rows, int batchRows)
      throws IOException {
    write(batches(allocator, rows, batchRows), file, allocator);
  }

  /** Batches of any number of columns whose cells all cost the same; the caller closes them. */
  public static List<VectorSchemaRoot> equalColumns(
      BufferAllocator allocator, int columns, int rows, int batchRows) {
    return generated(DataSets.equalColumns(columns), allocator, rows, batchRows);
  }

  /** Writes, as {@link #writeTo} does, {@link #equalColumns}. */
  public static void writeEqualColumns(
      Path file, BufferAllocator allocator, int columns, int rows, int batchRows)
      throws IOException {
    write(equalColumns(allocator, columns, rows, batchRows), file, allocator);
  }

  private static void write(List<VectorSchemaRoot> batches, Path file, BufferAllocator allocator)
      throws IOException {
    Schema schema = batches.get(0).getSchema();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        VectorSchemaRoot sent = VectorSchemaRoot.create(schema, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(sent, null, Channels.newChannel(out))) {
      writer.start();
      for (VectorSchemaRoot batch : batches) {
        transfer(batch, sent);
        writer.writeBatch();
        batch.close();
      }
    }
  }

  /** Reads what {@link #writeTo} wrote; the caller closes the batches. */
  public static List<VectorSchemaRoot> readFrom(Path file, BufferAllocator allocator)
      throws IOException {
    List<VectorSchemaRoot> batches = new ArrayList<>();
    try (ArrowStreamReader reader = new ArrowStreamReader(Files.newByteChannel(file), allocator)) {
      VectorSchemaRoot received = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = VectorSchemaRoot.create(received.getSchema(), allocator);
        transfer(received, batch);
        batches.add(batch);
      }
    }
    return batches;
  }

  private static void transfer(VectorSchemaRoot from, VectorSchemaRoot to) {
    to.clear();
    for (int i = 0; i < from.getFieldVectors().size(); i++) {
      from.getVector(i).makeTransferPair(to.getVector(i)).transfer();
    }
    to.setRowCount(from.getRowCount());
  }
}
