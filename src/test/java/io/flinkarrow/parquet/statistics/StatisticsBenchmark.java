package io.flinkarrow.parquet.statistics;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The statistics of one page of random values, and of the few entries a page refers to. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StatisticsBenchmark {

  private static final int STRING_BYTES = 12;

  /** A page with a dictionary shows every entry once, however many values it has. */
  private static final int VALUES_AN_ENTRY = 100;

  @Param("20000")
  public int values;

  private final IntStatistics intStatistics =
      new IntStatistics(
          Types.required(PrimitiveTypeName.INT32).named("int"), StatisticsSettings.DEFAULT);
  private final LongStatistics longStatistics =
      new LongStatistics(
          Types.required(PrimitiveTypeName.INT64).named("long"), StatisticsSettings.DEFAULT);
  private final LongStatistics doubleStatistics =
      new LongStatistics(
          Types.required(PrimitiveTypeName.DOUBLE)
              .columnOrder(ColumnOrder.typeDefined())
              .named("double"),
          StatisticsSettings.DEFAULT);
  private final BinaryStatistics stringStatistics =
      new BinaryStatistics(
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named("string"),
          StatisticsSettings.DEFAULT);

  private int[] ints;
  private long[] longs;
  private long[] doubles;
  private byte[] strings;
  private int[] offsets;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    ints = random.ints(values).toArray();
    longs = random.longs(values).toArray();
    doubles = random.doubles(values).mapToLong(Double::doubleToRawLongBits).toArray();
    strings = new byte[values * STRING_BYTES];
    random.nextBytes(strings);
    offsets = new int[values + 1];
    for (int i = 0; i <= values; i++) {
      offsets[i] = i * STRING_BYTES;
    }
  }

  @Benchmark
  public PageStatistics ints() {
    intStatistics.update(ints, values);
    return intStatistics.sealPage(0);
  }

  @Benchmark
  public PageStatistics longs() {
    longStatistics.update(longs, values);
    return longStatistics.sealPage(0);
  }

  @Benchmark
  public PageStatistics doubles() {
    doubleStatistics.update(doubles, values);
    return doubleStatistics.sealPage(0);
  }

  @Benchmark
  public PageStatistics strings() {
    stringStatistics.update(strings, offsets, 0, values);
    return stringStatistics.sealPage(0);
  }

  @Benchmark
  public PageStatistics dictionaryEntries() {
    for (int entry = 0; entry < values / VALUES_AN_ENTRY; entry++) {
      stringStatistics.update(strings, offsets[entry], offsets[entry + 1]);
    }
    return stringStatistics.sealPage(0);
  }
}
