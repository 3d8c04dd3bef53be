package io.flinkarrow.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract for serializers, with batches that each have a schema of their own. */
class AnySchemaSerializerTest extends SerializerTestBase<RecordBatch> {

  @Override
  protected TypeSerializer<RecordBatch> createSerializer() {
    return new RecordBatchSerializer(null);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  protected Class<RecordBatch> getTypeClass() {
    return RecordBatch.class;
  }

  @Override
  protected RecordBatch[] getTestData() {
    List<RecordBatch> batches = new ArrayList<>();
    try (var allocator = new RootAllocator()) {
      for (Field field : SampleColumns.everyType()) {
        Schema schema = new Schema(List.of(field));
        try (var root = SampleColumns.random(schema, 10, 0.2, new Random(1), allocator)) {
          batches.add(RecordBatch.copyOf(root));
        }
      }
      batches.add(SampleDictionaries.batch(List.of("Oslo", "Rom"), 20, allocator));
      batches.add(SampleDictionaries.batch(List.of("Oslo", "Paris"), 20, allocator));
    }
    return batches.toArray(RecordBatch[]::new);
  }
}
