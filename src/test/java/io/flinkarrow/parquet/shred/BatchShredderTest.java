package io.flinkarrow.parquet.shred;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.schema.SchemaPlan;
import io.flinkarrow.parquet.shred.ReferenceShredder.Entry;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.testing.RandomBatches;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UuidVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels and values of random batches against the reference, by any slicing. */
class BatchShredderTest {

  private static final int ROUNDS = Boolean.getBoolean("flinkarrow.extended") ? 1000 : 60;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void shredsRandomBatchesOfAnyDepthLikeTheReference(int depth) {
    // Elements multiply with each level.
    boolean deep = depth > 4;
    for (int round = 0; round < (deep ? ROUNDS / 6 : ROUNDS); round++) {
      long seed = 1000L * depth + round;
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator)) {
        Random random = new Random(seed);
        if (random.nextBoolean()) {
          batches.withNullDictionaryEntries();
        }
        Schema schema = batches.schemas().withReferences().schema(depth == 0 ? 8 : 3, depth);
        BatchShredder shredder = null;
        for (int batch = 0; batch < 2; batch++) {
          int rows = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(deep ? 100 : 400);
          try (VectorSchemaRoot root = batches.batch(schema, rows)) {
            if (shredder == null) {
              Schema message = MessageFormat.of(schema, batches.dictionaries());
              shredder = new BatchShredder(SchemaPlan.of(message), new SharedDictionaries(0));
            }
            check(
                shredder,
                schema,
                root,
                batches.dictionaries(),
                random,
                "seed " + seed + " " + schema);
            if (schema.toString().contains("LargeList")
                || schema.toString().contains("View")
                || schema.toString().contains("RunEndEncoded")) {
              // arrow-java 19 fails to slice large lists that are empty after others, and views
              // with
              // garbage under nulls.
              continue;
            }
            int from = random.nextInt(rows + 1);
            int length = random.nextInt(rows - from + 1);
            try (VectorSchemaRoot slice = root.slice(from, length)) {
              check(shredder, schema, slice, batches.dictionaries(), random, "slice, seed " + seed);
            }
          }
        }
      }
    }
  }

  private static void check(
      BatchShredder shredder,
      Schema schema,
      VectorSchemaRoot root,
      DictionaryProvider dictionaries,
      Random random,
      String what) {
    shredder.bind(BatchBuffers.of(root, dictionaries));
    int rows = root.getRowCount();
    for (int from = 0; from < rows || from == 0; ) {
      int length = random.nextInt(3) == 0 ? rows - from : random.nextInt(rows - from + 1);
      List<List<Entry>> expected =
          ReferenceShredder.shred(schema, root, dictionaries, from, length);
      assertThat(shredder.leafCount()).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        LeafShredder leaf = shredder.leaf(i);
        int mostEntries = random.nextBoolean() ? LeafSlice.MOST_ENTRIES : 1 + random.nextInt(40);
        int mostBytes = random.nextBoolean() ? LeafSlice.MOST_BYTES : 1 + random.nextInt(400);
        List<Entry> entries =
            entries(leaf, leaf.slices(from, length, mostEntries, mostBytes), mostEntries, length);
        if (!entries.equals(expected.get(i))) {
          int bad = 0;
          while (bad < Math.min(entries.size(), expected.get(i).size())
              && entries.get(bad).equals(expected.get(i).get(bad))) {
            bad++;
          }
          throw new AssertionError(
              "%s: rows %d+%d of %s: %d entries of %d, entry %d is %s instead of %s"
                  .formatted(
                      what,
                      from,
                      length,
                      leaf.field(),
                      entries.size(),
                      expected.get(i).size(),
                      bad,
                      bad < entries.size() ? entries.get(bad) : "missing",
                      bad < expected.get(i).size() ? expected.get(i).get(bad) : "none"));
        }
      }
      from += Math.max(1, length);
    }
    shredder.release();
  }

  private static List<Entry> entries(
      LeafShredder leaf, LeafSlices slices, int mostEntries, int rows) {
    List<Entry> entries = new ArrayList<>();
    int begun = 0;
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      assertThat(slice.levels().count()).isBetween(1, mostEntries);
      List<Entry> sliced = Slices.entries(slice, leaf.field().descriptor().getMaxDefinitionLevel());
      long rowsBegun = sliced.stream().filter(entry -> entry.repetition() == 0).count();
      assertThat(rowsBegun).isEqualTo(slice.rowCount());
      begun += slice.rowCount();
      entries.addAll(sliced);
    }
    assertThat(begun).isEqualTo(rows);
    return entries;
  }

  @Test
  void extensionTypesAreWrittenAsTheirStorage() {
    try (BufferAllocator allocator = new RootAllocator();
        UuidVector uuids = new UuidVector("u", allocator)) {
      uuids.allocateNew();
      uuids.set(0, new UUID(1, 2));
      uuids.setNull(1);
      uuids.setValueCount(2);
      VectorSchemaRoot root = VectorSchemaRoot.of(uuids);
      BatchShredder shredder =
          new BatchShredder(SchemaPlan.of(root.getSchema()), new SharedDictionaries(0));
      shredder.bind(BatchBuffers.of(root, null));
      List<Entry> entries = Slices.entries(Slices.only(shredder.leaf(0), 0, 2), 1);
      ByteBuffer expected = ByteBuffer.allocate(16).putLong(1).putLong(2).flip();
      assertThat(entries).containsExactly(new Entry(0, 1, expected), new Entry(0, 0, null));
    }
  }
}
