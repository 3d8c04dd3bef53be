package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Producers whose schemas differ in what says nothing about values: pandas writes the number of
 * rows into metadata, and most vectors are nullable whether they have nulls or not.
 */
class BatchesOfLikeSchemasTest {

  private static final Schema SINK =
      new Schema(
          List.of(
              new Field("id", new FieldType(true, new ArrowType.Int(64, true), null), null),
              new Field("name", new FieldType(true, new ArrowType.Utf8(), null), null)),
          Map.of("pandas", "range of 10"));

  private static Schema schema(boolean nullable, Map<String, String> fieldMetadata, String pandas) {
    return new Schema(
        List.of(
            new Field(
                "id",
                new FieldType(nullable, new ArrowType.Int(64, true), null, fieldMetadata),
                null),
            new Field("name", new FieldType(true, new ArrowType.Utf8(), null), null)),
        Map.of("pandas", pandas));
  }

  private static RecordBatch batch(Schema schema, long first, int rows) {
    RecordBatch numbered = NumberedBatches.of(first, rows);
    return RecordBatch.of(BatchSchema.of(schema), rows, numbered.body(), List.of());
  }

  /** What the schema of the sink takes. */
  private static List<Schema> alike() {
    return List.of(
        SINK,
        schema(true, Map.of(), "range of 11"),
        schema(true, Map.of("comment", "of another producer"), "range of 12"),
        schema(false, Map.of(), "range of 13"),
        NumberedBatches.SCHEMA);
  }

  @TempDir Path directory;

  private ArrowParquetSink.Builder<RecordBatch> sink() {
    return ArrowParquetSink.forBatches(new org.apache.flink.core.fs.Path(directory.toUri()), SINK);
  }

  @Test
  void batchesGoIntoOneFileWhateverTheirMetadata() throws Exception {
    try (SinkHarness<RecordBatch> harness = new SinkHarness<>(sink().build())) {
      long first = 0;
      for (Schema schema : alike()) {
        harness.write(batch(schema, first, 20));
        first += 20;
      }
      harness.checkpoint(1);
    }
    assertThat(PartFiles.hidden(directory)).hasSize(1);
    assertThat(PartFiles.idsOf(PartFiles.hidden(directory)))
        .isEqualTo(LongStream.range(0, 100).toArray());
  }

  @Test
  void theyAreSplitAndChangeTasksAsBatchesOfOneSchema() throws Exception {
    var partitioner = BatchPartitioner.of(SINK, PartitionByColumns.of("name"));
    var serializer = RecordBatchTypeInfo.of(SINK).createSerializer(new SerializerConfigImpl());
    for (Schema schema : alike()) {
      RecordBatch batch = batch(schema, 3, 2);
      List<RecordBatch> parts = new ArrayList<>();
      partitioner.split(batch).forEach(part -> parts.add(part.batch()));
      assertThat(parts)
          .hasSize(2)
          .allMatch(part -> part.batchSchema().equals(BatchSchema.of(SINK)));
      assertThat(partitioner.fileColumns().of(batch(schema, 3, 1)).schema().getFields())
          .extracting(Field::getName)
          .containsExactly("id");

      DataOutputSerializer out = new DataOutputSerializer(1_000);
      serializer.serialize(batch, out);
      RecordBatch read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
      assertThat(read).isEqualTo(batch(SINK, 3, 2));
    }
  }

  /** A null may come any time, and an extension type is another type. */
  @Test
  void whatMayChangeValuesIsRefused() throws Exception {
    BatchSchema required = BatchSchema.of(NumberedBatches.SCHEMA);
    assertThat(required.takes(BatchSchema.of(SINK))).isFalse();
    Schema extension = schema(true, Map.of("ARROW:extension:name", "arrow.opaque"), "range of 10");
    for (Schema schema :
        List.of(
            extension, new Schema(SINK.getFields().subList(0, 1)), OtherBatches.of(1).schema())) {
      assertThat(BatchSchema.of(SINK).takes(BatchSchema.of(schema))).isFalse();
    }
    assertThatThrownBy(() -> batch(extension, 0, 1).withSchema(BatchSchema.of(SINK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ARROW:extension:name");
  }
}
