package io.flinkarrow.parquet.encoding.levels;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
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

/** The levels of one page, from one slice to the page's level sections. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LevelsBenchmark {

  /** The forms in which levels come. */
  public enum Shape {
    /** No nulls. */
    UNIFORM,
    /** A tenth of the rows null, at random. */
    BITMAP,
    /** Lists of two elements on average in a struct, nulls at random. */
    NESTED
  }

  @Param public Shape shape;

  @Param("20000")
  public int values;

  private final ByteArrayBuilder page = new ByteArrayBuilder();
  private PageLevelsEncoder encoder;
  private Levels levels;

  @Setup
  public void prepare() {
    boolean nested = shape == Shape.NESTED;
    encoder = new PageLevelsEncoder(nested ? 1 : 0, nested ? 3 : 1);
    SplittableRandom random = new SplittableRandom(1);
    levels =
        switch (shape) {
          case UNIFORM -> new Levels.Uniform(1, values);
          case BITMAP -> bitmap(random);
          case NESTED -> nested(random);
        };
  }

  private Levels bitmap(SplittableRandom random) {
    long[] words = new long[(values + Long.SIZE - 1) / Long.SIZE];
    int defined = 0;
    for (int i = 0; i < values; i++) {
      if (random.nextInt(10) > 0) {
        words[i / Long.SIZE] |= 1L << i;
        defined++;
      }
    }
    return new Levels.Bitmap(words, values, defined);
  }

  private Levels nested(SplittableRandom random) {
    byte[] repetition = new byte[values];
    byte[] definition = new byte[values];
    for (int i = 0; i < values; i++) {
      repetition[i] = (byte) (i == 0 ? 0 : random.nextInt(2));
      definition[i] = (byte) (random.nextInt(10) > 0 ? 3 : random.nextInt(3));
    }
    return new Levels.Materialized(repetition, definition, values);
  }

  @Benchmark
  public int sealPage() {
    page.reset();
    encoder.append(levels);
    encoder.seal(page);
    return page.length();
  }
}
