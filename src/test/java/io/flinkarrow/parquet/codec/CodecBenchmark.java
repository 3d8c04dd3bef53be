package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One finished page body through each codec at its default level. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

  @Param public CompressionCodec codec;
  @Param public PageBodies content;

  @Param("122880")
  public int bytes;

  private PageCompressor compressor;
  private byte[] body;
  private byte[] compressed;

  @Setup
  public void prepare() {
    compressor = PageCompressor.of(codec, codec.defaultLevel());
    body = content.body(bytes);
    compressed = new byte[compressor.maximumCompressedLength(bytes)];
  }

  @Benchmark
  public int compress() {
    return compressor.compress(body, 0, bytes, compressed, 0);
  }
}
