package io.flinkarrow.row;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A file with SNAPPY, to nowhere, from rows of each class that Flink hands to sinks; by this
 * project and by flink-parquet. What {@link #emit} takes belongs to neither.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowWriterBenchmark {

  private static final int BATCH_ROWS = 4096;

  /** Takes what is emitted. */
  private interface Consumer {
    void accept(RowData row) throws IOException;
  }

  /** The class of the rows. */
  public enum Rows {
    /** One object that moves over vectors. */
    COLUMNAR,
    /** Objects, as generators and deserializers make them. */
    GENERIC,
    /** Bytes, as they come out of the network and state. */
    BINARY
  }

  @Param("200000")
  public int rows;

  @Param("TAXI")
  public DataSet dataSet;

  @Param public Rows of;

  private RootAllocator allocator;
  private List<VectorSchemaRoot> batches;
  private RowType type;
  private RowDataSerializer serializer;
  private int emitted;

  @Setup
  public void prepare() {
    allocator = new RootAllocator();
    batches = dataSet.batches(allocator, rows, BATCH_ROWS);
    type = FlinkRows.type(batches.get(0).getSchema());
    serializer = new RowDataSerializer(type);
  }

  @TearDown
  public void release() {
    batches.forEach(VectorSchemaRoot::close);
    allocator.close();
  }

  @Benchmark
  public int emit() throws IOException {
    forEachRow(row -> emitted += row.getArity());
    return emitted;
  }

  @Benchmark
  public long write() throws IOException {
    WriterOptions options = WriterOptions.builder().codec(CompressionCodec.SNAPPY).build();
    try (RowParquetWriter writer =
        RowParquetWriter.open(OutputStream.nullOutputStream(), "", type, options)) {
      forEachRow(writer::write);
      return writer.finish().bytes();
    }
  }

  @Benchmark
  public long writeWithFlinkParquet() throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set("parquet.compression", CompressionCodec.SNAPPY.name());
    configuration.set("parquet.write.int64.timestamp", "true");
    Nowhere out = new Nowhere();
    BulkWriter<RowData> writer =
        ParquetRowDataBuilder.createWriterFactory(type, configuration, true).create(out);
    forEachRow(writer::addElement);
    writer.finish();
    return out.getPos();
  }

  private void forEachRow(Consumer consumer) throws IOException {
    for (VectorSchemaRoot batch : batches) {
      ColumnarRowData row = FlinkRows.over(batch);
      for (int i = 0; i < batch.getRowCount(); i++) {
        row.setRowId(i);
        consumer.accept(
            switch (of) {
              case COLUMNAR -> row;
              case GENERIC -> serializer.copy(row);
              case BINARY -> serializer.toBinaryRow(row);
            });
      }
    }
  }

  private static final class Nowhere extends FSDataOutputStream {
    private long position;

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) {
      position++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      position += length;
    }

    @Override
    public void flush() {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}
