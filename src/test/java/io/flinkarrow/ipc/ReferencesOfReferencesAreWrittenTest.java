package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.InMemoryStream;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dictionaries and run ends within one another, and dictionaries and runs of nulls: readers find in
 * the file what they find in that of the same values without any reference. The payloads are
 * pyarrow's, with a slice that begins within a run.
 */
class ReferencesOfReferencesAreWrittenTest {

  @TempDir Path directory;

  private static List<RecordBatch> batches(String name) throws Exception {
    try (var in = ReferencesOfReferencesAreWrittenTest.class.getResourceAsStream(name)) {
      return ArrowIpc.readStream(in.readAllBytes(), DecodeLimits.defaults());
    }
  }

  private Path write(List<RecordBatch> batches) throws IOException {
    InMemoryStream stream = new InMemoryStream();
    BulkWriter<RecordBatch> writer =
        ArrowParquetWriterFactory.forBatches(batches.get(0).schema(), WriterOptions.defaults())
            .create(stream);
    for (RecordBatch batch : batches) {
      writer.addElement(batch);
    }
    writer.finish();
    return Files.write(directory.resolve("batches.parquet"), stream.toByteArray());
  }

  private Path writeVectors(List<RecordBatch> batches) throws IOException {
    Path file = directory.resolve("vectors.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        OutputStream out = Files.newOutputStream(file);
        LoadedBatch first = batches.get(0).load(allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, first.root().getSchema(), first.dictionaries(), WriterOptions.defaults())) {
      writer.write(first.root(), first.dictionaries());
      for (RecordBatch batch : batches.subList(1, batches.size())) {
        try (LoadedBatch loaded = batch.load(allocator)) {
          writer.write(loaded.root(), loaded.dictionaries());
        }
      }
      writer.finish();
    }
    return file;
  }

  private static List<List<Object>> duckDb(Path file) throws Exception {
    return DuckDbReader.query("SELECT * FROM " + DuckDbReader.table(file));
  }

  @Test
  void asBatchesAndAsVectors() throws Exception {
    List<RecordBatch> references = batches("pyarrow-references.arrows");
    Path plain = writeVectors(batches("pyarrow-references-plain.arrows"));
    var expected = ParquetJavaReader.read(plain);
    var expectedByDuckDb = duckDb(plain);
    assertThat(expected).hasSize(14);

    for (Path file : List.of(write(references), writeVectors(references))) {
      assertThat(ParquetJavaReader.read(file)).as("%s", file).isEqualTo(expected);
      assertThat(duckDb(file)).as("%s", file).isEqualTo(expectedByDuckDb);
    }
  }
}
