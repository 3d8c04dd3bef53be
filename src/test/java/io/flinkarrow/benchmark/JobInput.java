package io.flinkarrow.benchmark;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.benchmark.contestant.FlinkRows;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.util.Collector;

/**
 * What a timed job emits: prepared batches, or the rows of the same vectors. One for the JVM, where
 * the job's functions find it; they note how far they are and what CPU their thread took.
 */
final class JobInput implements AutoCloseable {

  private static final AtomicInteger BATCHES_EMITTED = new AtomicInteger();
  private static final AtomicLong CPU_NANOS = new AtomicLong();
  private static volatile JobInput current;

  private final RootAllocator allocator = new RootAllocator();
  private final List<VectorSchemaRoot> vectors;
  private final List<RecordBatch> batches = new ArrayList<>();

  JobInput(DataSet dataSet, int rows, int batchRows) {
    vectors = dataSet.batches(allocator, rows, batchRows);
    vectors.forEach(vector -> batches.add(RecordBatch.copyOf(vector)));
    current = this;
  }

  Schema schema() {
    return batches.get(0).schema();
  }

  int batchCount() {
    return batches.size();
  }

  /** To be called before each job. */
  static void begin() {
    BATCHES_EMITTED.set(0);
    CPU_NANOS.set(0);
  }

  static int batchesEmitted() {
    return BATCHES_EMITTED.get();
  }

  /** What the task's thread took from the opening of its operators to their closing. */
  static long cpuNanos() {
    return CPU_NANOS.get();
  }

  @Override
  public void close() {
    vectors.forEach(VectorSchemaRoot::close);
    allocator.close();
  }

  /** Lives as long as the task's thread works; operators chained to it are in the same thread. */
  private abstract static class Emitter<T> extends RichFlatMapFunction<Long, T> {
    private transient long start;

    @Override
    public void open(OpenContext context) {
      start = threadCpuNanos();
    }

    @Override
    public final void flatMap(Long index, Collector<T> out) {
      emit(Math.toIntExact(index), out);
      BATCHES_EMITTED.incrementAndGet();
    }

    abstract void emit(int index, Collector<T> out);

    @Override
    public void close() {
      CPU_NANOS.set(threadCpuNanos() - start);
    }

    private static long threadCpuNanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  /** A batch for its number. */
  static final class Batches extends Emitter<RecordBatch> {
    @Override
    void emit(int index, Collector<RecordBatch> out) {
      out.collect(current.batches.get(index));
    }
  }

  /** The rows of a batch for its number: one object that moves on, as Flink's own readers do. */
  static final class Rows extends Emitter<RowData> {
    @Override
    void emit(int index, Collector<RowData> out) {
      VectorSchemaRoot batch = current.vectors.get(index);
      ColumnarRowData row = FlinkRows.over(batch);
      for (int i = 0; i < batch.getRowCount(); i++) {
        row.setRowId(i);
        out.collect(row);
      }
    }
  }

  /**
   * The same rows, each with values of its own, as Flink's generators and deserializers make them:
   * what it takes to read the vectors belongs to the emitting, not to the sink.
   */
  static final class OwnRows extends Emitter<RowData> {
    @Override
    void emit(int index, Collector<RowData> out) {
      VectorSchemaRoot batch = current.vectors.get(index);
      RowDataSerializer serializer = new RowDataSerializer(FlinkRows.type(batch.getSchema()));
      ColumnarRowData row = FlinkRows.over(batch);
      for (int i = 0; i < batch.getRowCount(); i++) {
        row.setRowId(i);
        out.collect(serializer.copy(row));
      }
    }
  }
}
