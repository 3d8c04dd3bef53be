package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.RandomBatches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/**
 * Batches of random producers in random tables hold the values that a slow reference says, have the
 * table's schema and pass all checks of untrusted payloads.
 */
class ReconciledBatchesHoldWhatCameTest {

  private static final int SEEDS = Boolean.getBoolean("flinkarrow.extended") ? 5_000 : 200;

  private final DecodeLimits limits = DecodeLimits.defaults();

  @Test
  void randomProducersFitRandomTables() throws IOException {
    int reconciled = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      try (BufferAllocator allocator = new RootAllocator();
          RandomBatches batches = new RandomBatches(seed, allocator)) {
        if (seed % 4 != 0) {
          batches.tame();
        }
        if (seed % 3 == 0) {
          batches.withNullDictionaryEntries();
        }
        Random random = new Random(seed);
        int depth = seed % 8 == 0 ? 6 : 2;
        Schema schema = batches.schemas().schema(1 + random.nextInt(4), depth);
        if (batches.hasNestedDictionaries()) {
          continue;
        }
        try (VectorSchemaRoot root = batches.batch(schema, random.nextInt(200))) {
          reconciled += fits(root, batches.dictionaries(), random, seed) ? 1 : 0;
        }
      }
    }
    // Some producers send garbage under nulls, which is not always within its type.
    assertThat(reconciled).isGreaterThan(SEEDS / 2);
  }

  private boolean fits(
      VectorSchemaRoot root, MapDictionaryProvider dictionaries, Random random, int seed)
      throws IOException {
    byte[] payload = ArrowJavaWriters.stream(root, dictionaries);
    Schema producer;
    try {
      producer = ArrowIpc.readStream(payload, limits).get(0).schema();
    } catch (MalformedPayloadException e) {
      return false;
    }
    Schema table = new RandomTables(random).of(producer);
    List<Map<String, Object>> expected = new ArrayList<>();
    for (Map<String, Object> row : ArrowValues.rows(root, dictionaries)) {
      expected.add(WideValues.struct(table.getFields(), producer.getFields(), row));
    }
    var batches =
        ArrowIpcDeserializationSchema.of(table)
            .withSchemaPolicy(SchemaPolicy.WIDENING)
            .decode(payload);
    assertThat(batches).hasSize(2);
    for (RecordBatch batch : batches) {
      assertThat(batch.schema()).isEqualTo(table);
      assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), limits)).containsExactly(batch);
      assertThat(WideValues.withoutNans(rows(batch)))
          .as("seed %d: %s in %s", seed, producer, table)
          .isEqualTo(WideValues.withoutNans(expected));
    }
    return true;
  }

  private static List<Map<String, Object>> rows(RecordBatch batch) {
    try (BufferAllocator allocator = new RootAllocator();
        LoadedBatch loaded = batch.load(allocator)) {
      DictionaryProvider dictionaries = loaded.dictionaries();
      return ArrowValues.rows(loaded.root(), dictionaries);
    }
  }

  @Test
  void viewsBecomeTextsAndBinaries() throws IOException {
    Random random = new Random(1);
    Map<ArrowType, List<ArrowType>> layouts =
        Map.of(
            new ArrowType.Utf8View(), List.of(new ArrowType.Utf8(), new ArrowType.LargeUtf8()),
            new ArrowType.BinaryView(),
                List.of(new ArrowType.Binary(), new ArrowType.LargeBinary()));
    for (ArrowType views : layouts.keySet()) {
      Schema producer = new Schema(List.of(Field.nullable("v", views)));
      try (BufferAllocator allocator = new RootAllocator();
          VectorSchemaRoot root = SampleColumns.random(producer, 100, 0.2, random, allocator)) {
        byte[] payload = ArrowJavaWriters.stream(root, new MapDictionaryProvider());
        for (ArrowType wanted : layouts.get(views)) {
          RecordBatch batch =
              ArrowIpcDeserializationSchema.of(new Schema(List.of(Field.nullable("v", wanted))))
                  .withSchemaPolicy(SchemaPolicy.COMPATIBLE)
                  .decode(payload)
                  .get(0);
          assertThat(rows(batch)).isEqualTo(ArrowValues.rows(root, new MapDictionaryProvider()));
          assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), limits))
              .containsExactly(batch);
        }
      }
    }
  }
}
