package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchSchema;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's contract for serializers, with batches of every type. */
class RecordBatchSerializerTest extends SerializerTestBase<RecordBatch> {

  private static final Schema SCHEMA = new Schema(SampleColumns.everyType());

  @Override
  protected TypeSerializer<RecordBatch> createSerializer() {
    return new RecordBatchSerializer(BatchSchema.of(SCHEMA));
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
    int[] rows = {0, 1, 9, 200};
    RecordBatch[] batches = new RecordBatch[rows.length];
    for (int i = 0; i < rows.length; i++) {
      try (var allocator = new RootAllocator();
          var root = SampleColumns.random(SCHEMA, rows[i], 0.2, new Random(i), allocator)) {
        batches[i] = RecordBatch.copyOf(root);
      }
    }
    return batches;
  }
}
