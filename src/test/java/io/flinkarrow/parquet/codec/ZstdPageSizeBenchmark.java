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

/**
 * Zstandard on pages of 100, 128, 160 and 256 KiB: told the size of what is to come, it chooses
 * other parameters above 128 KiB and again above 256 KiB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ZstdPageSizeBenchmark {

  @Param({"102400", "131072", "163840", "262144"})
  public int bytes;

  @Param({"1", "3"})
  public int level;

  @Param public PageBodies content;

  private PageCompressor compressor;
  private byte[] body;
  private byte[] compressed;

  @Setup
  public void prepare() {
    compressor = PageCompressor.of(CompressionCodec.ZSTD, level);
    body = content.body(bytes);
    compressed = new byte[compressor.maximumCompressedLength(bytes)];
  }

  @Benchmark
  public int compress() {
    return compressor.compress(body, 0, bytes, compressed, 0);
  }
}
