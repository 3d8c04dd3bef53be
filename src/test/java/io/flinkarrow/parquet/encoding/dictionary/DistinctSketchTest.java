package io.flinkarrow.parquet.encoding.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.encoding.bytes.ByteStrings;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How near the estimate comes to a count. */
class DistinctSketchTest {

  @Test
  void distinctValuesAreToldWithinHalfAPercent() {
    for (int values : new int[] {1_000, 20_000, 100_000}) {
      for (int cardinality : new int[] {50, 5_000, 30_000, 1_000_000_000}) {
        Random random = new Random(values + cardinality);
        Set<Integer> distinct = new HashSet<>();
        DistinctSketch sketch = DistinctSketch.ofThread();
        long distinctBytes = 0;
        for (int i = 0; i < values; i++) {
          int value = random.nextInt(cardinality);
          int bytes = 4 + value % 40;
          if (distinct.add(value)) {
            distinctBytes += bytes;
          }
          sketch.add(hash(value), bytes);
        }
        assertThat(sketch.distinctValues())
            .as("%d values of %d", values, cardinality)
            .isCloseTo(distinct.size(), within(2 + distinct.size() / 200));
        assertThat(sketch.distinctBytes())
            .isCloseTo(distinctBytes, within(60 + distinctBytes / 100));
      }
    }
  }

  @Test
  void aNewSketchRemembersNothing() {
    DistinctSketch.ofThread().add(12_345, 10);
    DistinctSketch sketch = DistinctSketch.ofThread();
    assertThat(sketch.distinctValues()).isZero();
    assertThat(sketch.distinctBytes()).isZero();
  }

  private static int hash(int value) {
    byte[] bytes = new byte[4];
    ByteArrayBuilder.INT.set(bytes, 0, value);
    return ByteStrings.hash(bytes, 0, 4);
  }
}
