package io.flinkarrow.parquet.statistics;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.Types.optional;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Minima and maxima of numbers are those that the type's comparator finds value by value. */
class NumericStatisticsTest {

  private static final PrimitiveType FLOATS =
      optional(FLOAT).columnOrder(ColumnOrder.typeDefined()).named("float");
  private static final PrimitiveType DOUBLES =
      optional(DOUBLE).columnOrder(ColumnOrder.typeDefined()).named("double");

  static Stream<PrimitiveType> types() {
    return Stream.of(
        optional(INT32).named("int32"),
        optional(INT32).as(intType(8, false)).named("uint8"),
        optional(INT32).as(intType(32, false)).named("uint32"),
        optional(INT64).named("int64"),
        optional(INT64).as(intType(64, false)).named("uint64"),
        FLOATS,
        DOUBLES);
  }

  /** Random raw bits: all magnitudes, infinities and often the extremes; no NaN. */
  private static long randomBits(PrimitiveTypeName type, Random random) {
    long extreme = new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}[random.nextInt(5)];
    return switch (type) {
      case INT32 -> random.nextInt(3) == 0 ? (int) extreme : random.nextInt();
      case INT64 -> random.nextInt(3) == 0 ? extreme : random.nextLong();
      case FLOAT -> {
        float value = Float.intBitsToFloat(random.nextInt());
        float number = Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
        yield Float.floatToRawIntBits(random.nextInt(3) == 0 ? -0.0f * extreme : number);
      }
      case DOUBLE -> {
        double value = Double.longBitsToDouble(random.nextLong());
        double number = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
        yield Double.doubleToRawLongBits(random.nextInt(3) == 0 ? -0.0 * extreme : number);
      }
      default -> throw new IllegalArgumentException();
    };
  }

  private static void collect(StatisticsCollector collector, long[] bits) {
    if (collector instanceof IntStatistics statistics) {
      int[] values = new int[bits.length + 2];
      for (int i = 0; i < bits.length; i++) {
        values[i] = (int) bits[i];
      }
      statistics.update(values, bits.length);
    } else {
      ((LongStatistics) collector).update(bits, bits.length);
    }
  }

  private static StatisticsCollector collector(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32, FLOAT -> new IntStatistics(type, StatisticsSettings.DEFAULT);
      default -> new LongStatistics(type, StatisticsSettings.DEFAULT);
    };
  }

  private static Object value(PrimitiveTypeName type, long bits) {
    return switch (type) {
      case INT32 -> (int) bits;
      case INT64 -> bits;
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
      default -> throw new IllegalArgumentException();
    };
  }

  private static Object decode(PrimitiveTypeName type, byte[] plain) {
    ByteBuffer buffer = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    Object value =
        switch (type) {
          case INT32 -> buffer.getInt();
          case INT64 -> buffer.getLong();
          case FLOAT -> buffer.getFloat();
          case DOUBLE -> buffer.getDouble();
          default -> throw new IllegalArgumentException();
        };
    assertThat(buffer.hasRemaining()).isFalse();
    return value;
  }

  @SuppressWarnings("unchecked")
  private static Comparator<Object> comparator(PrimitiveType type) {
    return (Comparator<Object>) (Comparator<?>) type.comparator();
  }

  private static Object extreme(PrimitiveType type, long[] bits, boolean least) {
    Comparator<Object> order = least ? comparator(type) : comparator(type).reversed();
    Object found = null;
    for (long bit : bits) {
      Object value = value(type.getPrimitiveTypeName(), bit);
      found = found == null || order.compare(value, found) < 0 ? value : found;
    }
    // The format's rule for zeros.
    if (found instanceof Float number && number == 0) {
      return least ? -0.0f : 0.0f;
    }
    if (found instanceof Double number && number == 0) {
      return least ? -0.0 : 0.0;
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("types")
  void pageAndChunkHaveTheExtremesOfTheTypesOrder(PrimitiveType type) {
    Random random = new Random(40);
    PrimitiveTypeName physical = type.getPrimitiveTypeName();
    StatisticsCollector collector = collector(type);
    for (int round = 0; round < 200; round++) {
      long[] all = new long[0];
      int nulls = 0;
      for (int page = 0; page < 3; page++) {
        long[] bits =
            random.longs(random.nextInt(6)).map(any -> randomBits(physical, random)).toArray();
        collect(collector, bits);
        all = LongStream.concat(Arrays.stream(all), Arrays.stream(bits)).toArray();
        int pageNulls = random.nextInt(4);
        nulls += pageNulls;
        PageStatistics statistics = collector.sealPage(pageNulls);
        assertThat(statistics.nullCount()).isEqualTo(pageNulls);
        assertThat(statistics.hasMinMax()).isEqualTo(bits.length > 0);
        if (bits.length > 0) {
          assertThat(decode(physical, statistics.min())).isEqualTo(extreme(type, bits, true));
          assertThat(decode(physical, statistics.max())).isEqualTo(extreme(type, bits, false));
          assertThat(statistics.minExact() && statistics.maxExact()).isTrue();
        }
      }
      ChunkStatistics chunk = collector.sealChunk();
      assertThat(chunk.nullCount()).isEqualTo(nulls);
      assertThat(chunk.columnIndexValid()).isTrue();
      assertThat(chunk.hasMinMax()).isEqualTo(all.length > 0);
      if (all.length > 0) {
        assertThat(decode(physical, chunk.min())).isEqualTo(extreme(type, all, true));
        assertThat(decode(physical, chunk.max())).isEqualTo(extreme(type, all, false));
      }
      collector.reset();
    }
  }

  @Test
  void aNaNTakesMinimumAndMaximumFromItsPageAndFromTheChunk() {
    for (int nan : new int[] {0x7FC00000, 0x7F800001, 0xFFC00000, -1}) {
      IntStatistics statistics = new IntStatistics(FLOATS, StatisticsSettings.DEFAULT);
      statistics.update(new int[] {Float.floatToRawIntBits(1)}, 1);
      assertThat(statistics.sealPage(0).hasMinMax()).isTrue();
      statistics.update(new int[] {Float.floatToRawIntBits(1), nan}, 2);
      assertThat(statistics.sealPage(3)).isEqualTo(PageStatistics.withoutMinMax(3));
      statistics.update(new int[] {Float.floatToRawIntBits(2)}, 1);
      assertThat(statistics.sealPage(0).hasMinMax()).isTrue();
      ChunkStatistics chunk = statistics.sealChunk();
      assertThat(chunk.hasMinMax()).isFalse();
      assertThat(chunk.columnIndexValid()).isFalse();
      assertThat(chunk.nullCount()).isEqualTo(3);
    }
    for (long nan : new long[] {0x7FF8000000000000L, 0x7FF0000000000001L, -1L}) {
      LongStatistics statistics = new LongStatistics(DOUBLES, StatisticsSettings.DEFAULT);
      statistics.update(new long[] {nan, 0}, 2);
      assertThat(statistics.sealPage(0).hasMinMax()).isFalse();
      assertThat(statistics.sealChunk().columnIndexValid()).isFalse();
    }
  }

  @Test
  void zerosAreWidenedInBothDirections() {
    for (int zero : new int[] {0, Integer.MIN_VALUE}) {
      IntStatistics statistics = new IntStatistics(FLOATS, StatisticsSettings.DEFAULT);
      statistics.update(new int[] {zero}, 1);
      PageStatistics page = statistics.sealPage(0);
      assertThat(page.min()).containsExactly(0, 0, 0, 0x80);
      assertThat(page.max()).containsExactly(0, 0, 0, 0);
    }
    for (long zero : new long[] {0, Long.MIN_VALUE}) {
      LongStatistics statistics = new LongStatistics(DOUBLES, StatisticsSettings.DEFAULT);
      statistics.update(new long[] {zero}, 1);
      PageStatistics page = statistics.sealPage(0);
      assertThat(page.min()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0x80);
      assertThat(page.max()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  private static BoundaryOrder orderOf(int[]... pages) {
    IntStatistics statistics =
        new IntStatistics(optional(INT32).named("int32"), StatisticsSettings.DEFAULT);
    for (int[] page : pages) {
      statistics.update(page, page.length);
      statistics.sealPage(0);
    }
    return statistics.sealChunk().boundaryOrder();
  }

  @Test
  void boundaryOrderComparesThePagesThatHaveValues() {
    int[] none = {};
    assertThat(orderOf()).isEqualTo(BoundaryOrder.ASCENDING);
    assertThat(orderOf(new int[] {3, 4}, none, new int[] {3, 9}))
        .isEqualTo(BoundaryOrder.ASCENDING);
    assertThat(orderOf(new int[] {3, 9}, none, new int[] {3, 4}))
        .isEqualTo(BoundaryOrder.DESCENDING);
    assertThat(orderOf(new int[] {3, 4}, new int[] {2, 9})).isEqualTo(BoundaryOrder.UNORDERED);
    assertThat(orderOf(new int[] {1}, new int[] {2}, new int[] {1}))
        .isEqualTo(BoundaryOrder.UNORDERED);
  }

  @Test
  void booleansLookAtTheirOwnBitsOnly() {
    BooleanStatistics statistics = new BooleanStatistics(StatisticsSettings.DEFAULT);
    long[] words = {-1L, 0b0111};
    statistics.update(words, 67);
    PageStatistics allTrue = statistics.sealPage(0);
    assertThat(allTrue.min()).containsExactly(1);
    assertThat(allTrue.max()).containsExactly(1);
    statistics.update(words, 68);
    PageStatistics both = statistics.sealPage(0);
    assertThat(both.min()).containsExactly(0);
    assertThat(both.max()).containsExactly(1);
    statistics.update(new long[] {-8L}, 3);
    assertThat(statistics.sealPage(0).max()).containsExactly(0);
    assertThat(statistics.sealPage(5).hasMinMax()).isFalse();
  }
}
