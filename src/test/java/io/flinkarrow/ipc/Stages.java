package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.ColumnSelection;
import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.partition.BatchPartitioner;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;

/**
 * All that becomes of batches that were decoded. None of it may fail, but for what is documented:
 * types and values that have no place in Parquet, in rows or in a folder's name, and each refusal
 * names the column.
 */
final class Stages {

  private Stages() {}

  /** Batches of one payload. */
  static void take(List<RecordBatch> batches) throws IOException {
    for (RecordBatch batch : batches) {
      encodes(batch);
      loads(batch);
      copies(batch);
      selects(batch);
      partitions(batch);
    }
    rows(batches);
    writes(batches, WriterOptions.defaults());
    writes(batches, WriterOptions.builder().int96Timestamps(true).build());
  }

  private static void encodes(RecordBatch batch) throws IOException {
    assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), DecodeLimits.defaults()))
        .containsExactly(batch);
    assertThat(
            ArrowIpc.readFile(
                ArrowIpc.writeFile(batch.batchSchema(), List.of(batch)), DecodeLimits.defaults()))
        .containsExactly(batch);
    TypeSerializer<RecordBatch> serializer =
        RecordBatchTypeInfo.of(batch.schema()).createSerializer(new SerializerConfigImpl());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    serializer.serialize(batch, new DataOutputViewStreamWrapper(out));
    assertThat(
            serializer.deserialize(
                new DataInputViewStreamWrapper(new ByteArrayInputStream(out.toByteArray()))))
        .isEqualTo(batch);
  }

  /** Into vectors and back. */
  private static void loads(RecordBatch batch) {
    try (RootAllocator allocator = new RootAllocator()) {
      try (LoadedBatch loaded = batch.load(allocator)) {
        assertThat(loaded.root().getRowCount()).isEqualTo(batch.rowCount());
        RecordBatch copy = RecordBatch.copyOf(loaded.root(), loaded.dictionaries());
        assertThat(copy.body()).isEqualTo(batch.slice(0, batch.rowCount()).body());
      } catch (UnsupportedOperationException e) {
        assertThat(e).hasMessageMatching("Column '.*' of type .* cannot be loaded, .*");
      }
      assertThat(allocator.getAllocatedMemory()).isZero();
    }
  }

  private static void copies(RecordBatch batch) {
    int rows = batch.rowCount();
    RecordBatch trimmed = batch.slice(0, rows);
    assertThat(trimmed.slice(0, rows)).isEqualTo(trimmed);
    RecordBatch head = batch.slice(0, rows / 2);
    RecordBatch tail = batch.slice(rows / 2, rows - rows / 2);
    assertThat(RecordBatch.concat(List.of(head, tail)).rowCount()).isEqualTo(rows);
    RecordBatch twice = RecordBatch.concat(List.of(batch, batch));
    assertThat(twice.rowCount()).isEqualTo(2 * rows);
    int[] backwards = IntStream.range(0, rows).map(row -> rows - 1 - row).toArray();
    assertThat(batch.take(backwards).take(backwards).rowCount()).isEqualTo(rows);
    assertThat(batch.take(new int[0]).rowCount()).isZero();
    if (rows > 0) {
      assertThat(batch.take(new int[] {0, rows - 1, 0}).rowCount()).isEqualTo(3);
    }
  }

  private static void selects(RecordBatch batch) {
    for (int half = 0; half < 2; half++) {
      int rest = half;
      ColumnSelection columns = ColumnSelection.of(batch.batchSchema(), i -> i % 2 == rest);
      RecordBatch selected = columns.of(batch);
      assertThat(selected.slice(0, batch.rowCount()).rowCount()).isEqualTo(batch.rowCount());
    }
  }

  private static void partitions(RecordBatch batch) {
    List<Field> fields = batch.schema().getFields();
    for (Field field : fields) {
      try {
        int rows = 0;
        for (var part :
            BatchPartitioner.of(
                    batch.schema(), PartitionByColumns.of(field.getName()).keepColumns(true))
                .split(batch)) {
          rows += part.batch().rowCount();
        }
        assertThat(rows).isEqualTo(batch.rowCount());
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("(?s)Column '.*|Readers .* rename the column");
      }
    }
  }

  /** All columns that rows can have, and each by itself. */
  private static void rows(List<RecordBatch> batches) {
    if (batches.isEmpty()) {
      return;
    }
    var type = NaturalRows.of(batches.get(0).schema().getFields());
    BatchRows all = BatchRows.of(batches.get(0).batchSchema(), type);
    try {
      int rows = 0;
      for (var iterator = all.read(batches, 1 << 20); iterator.hasNext(); rows++) {
        assertThat(iterator.next().getArity()).isEqualTo(type.getFieldCount());
      }
      assertThat(rows).isEqualTo(batches.stream().mapToInt(RecordBatch::rowCount).sum());
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).matches("(?s)(Column '.*', row|Row) \\d+ of batch \\d+: .*");
    }
  }

  /** All in one file. */
  private static void writes(List<RecordBatch> batches, WriterOptions options) throws IOException {
    InMemoryStream stream = new InMemoryStream();
    List<RecordBatch> written = new ArrayList<>();
    try {
      BulkWriter<RecordBatch> writer = ArrowParquetWriterFactory.forBatches(options).create(stream);
      for (RecordBatch batch : batches) {
        if (batch.rowCount() > 0) {
          writer.addElement(batch);
          written.add(batch);
        }
      }
      writer.finish();
    } catch (RefusedInputException e) {
      assertThat(e).hasMessageMatching("(?s)Column .*|Field .*|The Arrow schema has no fields, .*");
      return;
    }
    if (!written.isEmpty()) {
      Path file = Files.createTempFile("stages", ".parquet");
      try {
        Files.write(file, stream.toByteArray());
        assertThat(ParquetJavaReader.read(file))
            .hasSize(written.stream().mapToInt(RecordBatch::rowCount).sum());
      } finally {
        Files.delete(file);
      }
    }
  }
}
