package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.PartFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowParquetWriterFactoryTest {

  private static final WriterOptions OPTIONS = WriterOptions.defaults();

  @TempDir Path directory;

  private Path fileOf(InMemoryStream stream, String name) throws Exception {
    return Files.write(directory.resolve(name), stream.toByteArray());
  }

  @Test
  void aFieldThatCannotBeWrittenIsRefusedWhenTheFactoryIsMade() {
    Schema schema =
        new Schema(
            List.of(
                new Field(
                    "choice",
                    org.apache.arrow.vector.types.pojo.FieldType.notNullable(
                        new ArrowType.Union(UnionMode.Sparse, new int[] {0})),
                    List.of(Field.nullable("a", new ArrowType.Int(32, true))))));
    assertThatThrownBy(() -> ArrowParquetWriterFactory.forBatches(schema, OPTIONS))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("choice");
  }

  @Test
  void aColumnThatTheSchemaLacksIsRefusedWhenTheFactoryIsMade() {
    WriterOptions options = WriterOptions.builder().columnDictionary("nmae", false).build();
    assertThatThrownBy(() -> ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nmae")
        .hasMessageContaining("[id, name]");
  }

  @Test
  void aSerializedFactoryWritesTheSameFiles() throws Exception {
    var factory = ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, OPTIONS);
    List<byte[]> files = new ArrayList<>();
    for (var one : List.of(factory, InstantiationUtil.clone(factory))) {
      InMemoryStream stream = new InMemoryStream();
      BulkWriter<RecordBatch> writer = one.create(stream);
      writer.addElement(NumberedBatches.of(0, 100));
      writer.finish();
      files.add(stream.toByteArray());
    }
    assertThat(files.get(0)).isEqualTo(files.get(1));
  }

  @Test
  void severalThreadsWriteThroughOneFactory() throws Exception {
    var factory = ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, OPTIONS);
    int threads = 4;
    int batches = 50;
    int rows = 20;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<InMemoryStream>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        long first = (long) i * batches * rows;
        tasks.add(
            () -> {
              InMemoryStream stream = new InMemoryStream();
              BulkWriter<RecordBatch> writer = factory.create(stream);
              for (int batch = 0; batch < batches; batch++) {
                writer.addElement(NumberedBatches.of(first + (long) batch * rows, rows));
              }
              writer.finish();
              return stream;
            });
      }
      int written = 0;
      for (Future<InMemoryStream> stream : pool.invokeAll(tasks)) {
        fileOf(stream.get(), "part-" + written++ + ".parquet");
      }
    } finally {
      pool.shutdownNow();
    }
    PartFiles.assertHoldsExactly(directory, (long) threads * batches * rows);
    assertThat(SinkHarness.openWriters(factory).totals().writers()).isZero();
  }

  @Test
  void eachFileTakesTheSchemaOfItsFirstBatch() throws Exception {
    var factory = ArrowParquetWriterFactory.forBatches(OPTIONS);
    InMemoryStream numbered = new InMemoryStream();
    BulkWriter<RecordBatch> writer = factory.create(numbered);
    writer.addElement(NumberedBatches.of(0, 10));
    InMemoryStream other = new InMemoryStream();
    BulkWriter<RecordBatch> otherWriter = factory.create(other);
    otherWriter.addElement(OtherBatches.of(3));
    writer.finish();
    otherWriter.finish();
    assertThat(PartFiles.idsOf(List.of(fileOf(numbered, "numbered.parquet"))))
        .isEqualTo(LongStream.range(0, 10).toArray());
    assertThat(PartFiles.columns(fileOf(other, "other.parquet"))).containsExactly("code");
  }

  @Test
  void overTheBudgetTheLargestOpenFileEndsItsRowGroup() throws Exception {
    WriterOptions options = WriterOptions.builder().memoryBudgetBytes(256 << 10).build();
    var factory = ArrowParquetWriterFactory.forBatches(NumberedBatches.SCHEMA, options);
    InMemoryStream large = new InMemoryStream();
    InMemoryStream small = new InMemoryStream();
    BulkWriter<RecordBatch> largeWriter = factory.create(large);
    BulkWriter<RecordBatch> smallWriter = factory.create(small);
    for (int batch = 0; batch < 40; batch++) {
      largeWriter.addElement(NumberedBatches.of(batch * 2000L, 2000));
      smallWriter.addElement(NumberedBatches.of(batch * 10L, 10));
      assertThat(SinkHarness.openWriters(factory).totals().retainedBytes())
          .isLessThanOrEqualTo(256 << 10);
    }
    largeWriter.finish();
    smallWriter.finish();
    assertThat(PartFiles.rowGroups(fileOf(large, "large.parquet"))).isGreaterThan(2);
    assertThat(PartFiles.rowGroups(fileOf(small, "small.parquet"))).isEqualTo(1);
  }
}
