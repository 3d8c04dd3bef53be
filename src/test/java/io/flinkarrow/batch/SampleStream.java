package io.flinkarrow.batch;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Numbered batches as a Flink source. */
final class SampleStream {

  static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("id", new ArrowType.Int(64, true)),
              Field.nullable("text", new ArrowType.Utf8())));

  private SampleStream() {}

  /** Batch {@code number}: all ids are the number; every third text is null. */
  static RecordBatch batch(long number, int rows) {
    try (var allocator = new RootAllocator();
        var root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      BigIntVector ids = (BigIntVector) root.getVector(0);
      VarCharVector texts = (VarCharVector) root.getVector(1);
      for (int i = 0; i < rows; i++) {
        ids.setSafe(i, number);
        if (i % 3 != 0) {
          texts.setSafe(i, ("text " + number + " " + i).getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(rows);
      return RecordBatch.copyOf(root);
    }
  }

  static long number(RecordBatch batch) {
    return batch.body().buffer(1).getLong(0);
  }

  static DataStreamSource<RecordBatch> source(
      StreamExecutionEnvironment environment,
      long count,
      int rows,
      double batchesPerSecond,
      TypeInformation<RecordBatch> type) {
    return environment.fromSource(
        new DataGeneratorSource<>(
            number -> batch(number, rows),
            count,
            RateLimiterStrategy.perSecond(batchesPerSecond),
            type),
        WatermarkStrategy.noWatermarks(),
        "batches");
  }
}
