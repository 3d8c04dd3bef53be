package io.flinkarrow.parquet.shred;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A batch of vectors to the levels and values of all its leaf columns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShredBenchmark {

  @Param({"NESTED", "TAXI", "EVENTS"})
  public DataSet dataSet;

  @Param("8192")
  public int rows;

  private RootAllocator allocator;
  private VectorSchemaRoot batch;
  private BatchShredder shredder;

  @Setup
  public void prepare() {
    allocator = new RootAllocator();
    batch = dataSet.batches(allocator, rows, rows).get(0);
    shredder = new BatchShredder(SchemaPlan.of(batch.getSchema()), new SharedDictionaries(0));
  }

  @TearDown
  public void release() {
    batch.close();
    allocator.close();
  }

  @Benchmark
  public void slice(Blackhole hole) {
    shredder.bind(BatchBuffers.of(batch, null));
    for (int leaf = 0; leaf < shredder.leafCount(); leaf++) {
      LeafSlices slices = shredder.leaf(leaf).slices(0, rows);
      for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
        hole.consume(slice);
      }
    }
    shredder.release();
  }
}
