package io.flinkarrow.parquet.predicate.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.PredicateOracle;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.RandomBatches;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Whether exactly those rows of batches are kept that fulfil a predicate. */
class BatchFilterTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 2_000 : 30;
  private static final int PREDICATES = 60;

  @Test
  void rowsAreThoseOfTheObviousReferenceForAllTypesNestedAndReferredToOnes() {
    long kept = 0;
    long dropped = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator).withNullDictionaryEntries()) {
        Random random = new Random(seed);
        Schema schema =
            (seed % 2 == 0 ? batches.schemas().withReferences() : batches.schemas())
                .schema(6, seed % 3);
        try (VectorSchemaRoot root = batches.batch(schema, random.nextInt(200))) {
          RecordBatch batch = RecordBatch.copyOf(root, batches.dictionaries());
          List<Map<String, Object>> rows = ArrowValues.rows(root, batches.dictionaries());
          Map<List<String>, ArrowType> types = RandomPredicates.types(batch.schema().getFields());
          for (int i = 0; i < PREDICATES && !types.isEmpty() && !rows.isEmpty(); i++) {
            Predicate predicate = new RandomPredicates(random, rows, types).next(3);
            int[] expected =
                IntStream.range(0, rows.size())
                    .filter(row -> PredicateOracle.keeps(predicate, rows.get(row), types))
                    .toArray();

            int[] actual = BatchFilter.of(predicate, batch.batchSchema()).rows(batch);

            assertThat(actual).as("seed %d, %s", seed, predicate).isEqualTo(expected);
            kept += actual.length;
            dropped += rows.size() - actual.length;
          }
        }
      }
    }
    assertThat(kept).isPositive();
    assertThat(dropped).isPositive();
  }
}
