package io.flinkarrow.parquet.encoding;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
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

/**
 * The values of one chunk, five pages, through the column's encoder: look-up, statistics, ids. Each
 * chunk begins with an empty dictionary.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DictionaryBenchmark {

  private static final int PAGES = 5;
  private static final int DICTIONARY_BYTES = 1 << 20;
  private static final int UNIQUE = Integer.MAX_VALUE;

  /** Type, distinct values and the length of strings. */
  public enum Column {
    INT_FEW(PrimitiveTypeName.INT32, 265, 0, 0),
    INT_MANY(PrimitiveTypeName.INT32, 10_000, 0, 0),
    LONG_FEW(PrimitiveTypeName.INT64, 265, 0, 0),
    LONG_MANY(PrimitiveTypeName.INT64, 10_000, 0, 0),
    LONG_UNIQUE(PrimitiveTypeName.INT64, UNIQUE, 0, 0),
    SHORT_STRING_FEW(PrimitiveTypeName.BINARY, 5, 3, 13),
    SHORT_STRING_MANY(PrimitiveTypeName.BINARY, 10_000, 4, 14),
    STRING_OF_60_BYTES(PrimitiveTypeName.BINARY, 200, 60, 60),
    STRING_UNIQUE(PrimitiveTypeName.BINARY, UNIQUE, 36, 36),
    FIXED_16_BYTES(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, 1_000, 16, 16);

    private final PrimitiveTypeName type;
    private final int distinct;
    private final int shortest;
    private final int longest;

    Column(PrimitiveTypeName type, int distinct, int shortest, int longest) {
      this.type = type;
      this.distinct = distinct;
      this.shortest = shortest;
      this.longest = longest;
    }
  }

  @Param public Column column;

  @Param("100000")
  public int values;

  private final ByteArrayBuilder body = new ByteArrayBuilder();
  private final LeafValues[] pages = new LeafValues[PAGES];
  private ValuesEncoder encoder;

  @Setup
  public void prepare() {
    encoder = ValuesEncoder.of(TestColumns.column(type(), DICTIONARY_BYTES), TrialCodec.NONE);
    SplittableRandom random = new SplittableRandom(1);
    long seed = random.nextLong();
    for (int page = 0; page < PAGES; page++) {
      long[] keys = new long[values / PAGES];
      Arrays.setAll(keys, i -> seed + random.nextInt(column.distinct));
      pages[page] = slice(keys);
    }
  }

  private PrimitiveType type() {
    return switch (column.type) {
      case BINARY ->
          Types.optional(column.type).as(LogicalTypeAnnotation.stringType()).named("string");
      case FIXED_LEN_BYTE_ARRAY ->
          Types.optional(column.type).length(column.longest).named("fixed");
      default -> Types.optional(column.type).named("number");
    };
  }

  /** A value depends on its key alone. */
  private LeafValues slice(long[] keys) {
    int count = keys.length;
    return switch (column.type) {
      case INT32 ->
          new LeafValues.Ints(
              Arrays.stream(keys).mapToInt(key -> new SplittableRandom(key).nextInt()).toArray(),
              count);
      case INT64 ->
          new LeafValues.Longs(
              Arrays.stream(keys).map(key -> new SplittableRandom(key).nextLong()).toArray(),
              count);
      default -> strings(keys);
    };
  }

  private LeafValues strings(long[] keys) {
    byte[] bytes = new byte[keys.length * column.longest];
    int[] offsets = new int[keys.length + 1];
    for (int i = 0; i < keys.length; i++) {
      SplittableRandom random = new SplittableRandom(keys[i]);
      int length = random.nextInt(column.shortest, column.longest + 1);
      for (int at = offsets[i]; at < offsets[i] + length; at++) {
        bytes[at] = (byte) random.nextInt('a', 'z' + 1);
      }
      offsets[i + 1] = offsets[i] + length;
    }
    return column.type == PrimitiveTypeName.BINARY
        ? new LeafValues.Bytes(bytes, offsets, keys.length)
        : new LeafValues.FixedBytes(bytes, column.longest, keys.length);
  }

  @Benchmark
  public int sealPages() {
    body.reset();
    for (LeafValues page : pages) {
      encoder.append(page);
      encoder.sealPage(0, body);
    }
    encoder.sealDictionary(body);
    encoder.reset();
    return body.length();
  }
}
