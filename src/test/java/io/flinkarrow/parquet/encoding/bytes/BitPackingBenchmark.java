package io.flinkarrow.parquet.encoding.bytes;

import io.flinkarrow.parquet.encoding.levels.RunLengthBitPackingEncoder;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The dictionary ids of one page, at random and so with hardly a run, bit-packed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BitPackingBenchmark {

  @Param({"1", "3", "8", "12", "17"})
  public int width;

  @Param("20000")
  public int values;

  private final ByteArrayBuilder out = new ByteArrayBuilder();
  private int[] ids;

  @Setup
  public void prepare() {
    ids = new SplittableRandom(1).ints(values, 0, 1 << width).toArray();
  }

  @Benchmark
  public int pack() {
    out.reset();
    RunLengthBitPackingEncoder encoder = new RunLengthBitPackingEncoder(width, out);
    encoder.write(ids, 0, values);
    encoder.finish();
    return out.length();
  }
}
