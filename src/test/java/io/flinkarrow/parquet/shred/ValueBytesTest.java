package io.flinkarrow.parquet.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.RandomBatches;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** The bytes of rows: sums, bounds and the search by them. */
class ValueBytesTest {

  private interface Check {
    void check(LeafShredder leaf, int rows, Random random);
  }

  private static void forRandomLeaves(Check check) {
    for (int seed = 0; seed < 60; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator)) {
        Random random = new Random(seed);
        int rows = random.nextInt(300);
        Schema schema = batches.schemas().withReferences().schema(4, seed % 4);
        try (VectorSchemaRoot root = batches.batch(schema, rows)) {
          Schema message = MessageFormat.of(schema, batches.dictionaries());
          BatchShredder shredder =
              new BatchShredder(SchemaPlan.of(message), new SharedDictionaries(0));
          shredder.bind(BatchBuffers.of(root, batches.dictionaries()));
          for (int i = 0; i < shredder.leafCount(); i++) {
            check.check(shredder.leaf(i), rows, random);
          }
          shredder.release();
        }
      }
    }
  }

  @Test
  void bytesOfRowsAreTheBytesOfTheWhole() {
    forRandomLeaves(
        (leaf, rows, random) -> {
          long sum = 0;
          for (int row = 0; row < rows; row++) {
            sum += leaf.valueBytes(row, row + 1);
          }
          int cut = random.nextInt(rows + 1);
          assertThat(leaf.valueBytes(0, rows)).as(leaf.field().toString()).isEqualTo(sum);
          assertThat(leaf.valueBytes(0, cut) + leaf.valueBytes(cut, rows)).isEqualTo(sum);
        });
  }

  @Test
  void bytesAreAtLeastThoseOfTheValuesPlainEncodedAndOfTheLevels() {
    forRandomLeaves(
        (leaf, rows, random) -> {
          long bytes = 0;
          LeafSlices slices = leaf.slices(0, rows);
          for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
            bytes += plainBytes(slice.values());
            if (leaf.field().descriptor().getMaxRepetitionLevel() > 0) {
              bytes += slice.levels().count();
            }
          }
          assertThat(leaf.valueBytes(0, rows)).isGreaterThanOrEqualTo(bytes);
        });
  }

  @Test
  void rowsWithinIsTheMostRowsThatFit() {
    forRandomLeaves(
        (leaf, rows, random) -> {
          for (int trial = 0; trial < 5; trial++) {
            int from = random.nextInt(rows + 1);
            int maxRows = random.nextInt(rows - from + 1);
            long budget = (long) (random.nextDouble() * 1.2 * leaf.valueBytes(from, rows)) - 1;
            int expected = 0;
            for (int n = 0; n <= maxRows; n++) {
              if (leaf.valueBytes(from, from + n) <= budget) {
                expected = n;
              }
            }
            assertThat(leaf.rowsWithin(from, maxRows, budget)).isEqualTo(expected);
          }
        });
  }

  private static long plainBytes(LeafValues values) {
    if (values instanceof LeafValues.Runs) {
      return Slices.values(values).stream()
          .mapToLong(value -> value instanceof ByteBuffer bytes ? bytes.remaining() : 1)
          .sum();
    } else if (values instanceof LeafValues.Booleans booleans) {
      return booleans.count() / 8;
    } else if (values instanceof LeafValues.Ints ints) {
      return 4L * ints.count();
    } else if (values instanceof LeafValues.Longs longs) {
      return 8L * longs.count();
    } else if (values instanceof LeafValues.FixedBytes fixed) {
      return (long) fixed.width() * fixed.count();
    } else if (values instanceof LeafValues.Bytes bytes) {
      return bytes.offsets()[bytes.count()] - bytes.offsets()[0] + 4L * bytes.count();
    }
    LeafValues.DictionaryIds ids = (LeafValues.DictionaryIds) values;
    long bytes = 4L * ids.count();
    for (int i = 0; i < ids.count(); i++) {
      bytes += ids.dictionary().length(ids.ids()[i]);
    }
    return bytes;
  }
}
