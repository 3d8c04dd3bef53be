package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns of every type, each with its name, and batches as copies of vectors are. */
final class Samples {

  private Samples() {}

  static Schema everyType() {
    List<Field> fields = new ArrayList<>();
    for (Field field : SampleColumns.everyType()) {
      fields.add(
          new Field(field.getName() + fields.size(), field.getFieldType(), field.getChildren()));
    }
    return new Schema(fields);
  }

  /** Random values, those of decimals and times within their types. */
  static VectorSchemaRoot random(int rows, Random random, BufferAllocator allocator) {
    return random(everyType(), rows, 0.2, random, allocator);
  }

  /** One column. */
  static VectorSchemaRoot randomOf(
      Field field, int rows, Random random, BufferAllocator allocator) {
    return random(new Schema(List.of(field)), rows, 0.2, random, allocator);
  }

  /** Columns of any schema; decimals and times must not be nested. */
  static VectorSchemaRoot random(
      Schema schema, int rows, double nulls, Random random, BufferAllocator allocator) {
    VectorSchemaRoot root = SampleColumns.random(schema, rows, nulls, random, allocator);
    for (FieldVector vector : root.getFieldVectors()) {
      ArrowTypeID type = vector.getField().getType().getTypeID();
      if (type == ArrowTypeID.Decimal || type == ArrowTypeID.Time) {
        fillWithin((BaseFixedWidthVector) vector, rows, type == ArrowTypeID.Decimal, random);
      }
    }
    return root;
  }

  private static void fillWithin(
      BaseFixedWidthVector vector, int rows, boolean negative, Random random) {
    int width = vector.getTypeWidth();
    for (int i = 0; i < rows; i++) {
      int value = random.nextInt(86_400) * (negative ? -1 : 1);
      for (int b = 0; b < width; b++) {
        vector.getDataBuffer().setByte((long) i * width + b, value >> Math.min(31, 8 * b));
      }
    }
  }

  /** Validity left out where nothing is null, and nothing but what rows use. */
  static List<RecordBatch> trimmed(List<RecordBatch> batches) {
    List<RecordBatch> trimmed = new ArrayList<>();
    for (RecordBatch batch : batches) {
      RecordBatch slice = batch.slice(0, batch.rowCount());
      trimmed.add(
          RecordBatch.of(slice.batchSchema(), slice.rowCount(), slice.body(), dictionaries(slice)));
    }
    return trimmed;
  }

  private static List<DictionaryBatch> dictionaries(RecordBatch batch) {
    return batch.dictionaries().stream()
        .map(
            dictionary ->
                DictionaryBatch.of(
                    dictionary.id(),
                    RecordBatch.of(
                            BatchSchema.of(
                                new Schema(
                                    List.of(
                                        batch
                                            .batchSchema()
                                            .dictionaries()
                                            .get(dictionary.id())
                                            .values()))),
                            dictionary.size(),
                            dictionary.body(),
                            List.of())
                        .slice(0, dictionary.size())
                        .body()))
        .toList();
  }
}
