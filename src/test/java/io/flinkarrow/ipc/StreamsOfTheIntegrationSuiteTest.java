package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.docs.Documents;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of the names and shapes of Arrow's integration suite are read as Arrow for Java reads
 * them, come back from a stream and a Parquet file as they went in, or are refused as the page
 * says.
 */
class StreamsOfTheIntegrationSuiteTest {

  private static final Path STREAMS = Path.of("src/test/resources/io/flinkarrow/ipc/gold");
  private static final Path PAGE = Path.of("docs/reference/payloads.md");
  private static final String READ = "read";
  private static final String WRITTEN = "written";

  @TempDir private Path directory;

  @Test
  void areReadAndWrittenAsThePageSays() throws IOException {
    Map<String, List<String>> outcomes = new TreeMap<>();
    for (Path stream : streams()) {
      String name = stream.getFileName().toString().replace(".stream", "");
      outcomes.put(name, outcome(name, Files.readAllBytes(stream)));
    }
    Map<String, List<String>> documented = new TreeMap<>();
    for (List<String> row : Documents.table(PAGE, "## Arrow's integration streams")) {
      documented.put(row.get(0), row.subList(1, row.size()));
    }
    StringBuilder table = new StringBuilder("\n");
    outcomes.forEach(
        (name, cells) -> table.append("| %s | %s |\n".formatted(name, String.join(" | ", cells))));
    assertThat(documented).as(table.toString()).isEqualTo(outcomes);
  }

  @Test
  void streamsOfBigEndianMachinesAreRefusedByTheirSchema() {
    byte[] stream = BigEndianSchema.of(Field.nullable("n", new ArrowType.Int(32, true)));
    assertThatThrownBy(() -> ArrowIpc.readStream(stream, DecodeLimits.defaults()))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("The payload is big-endian; little-endian ones are read");
    assertThat(Documents.text(PAGE)).contains("The payload is big-endian; little-endian ones are");
  }

  /** As in the suite's stream of Arrow 4. */
  @Test
  void oneDictionaryOfSeveralColumnsIsRead() throws IOException {
    Field strings = Field.nullable("strings", new ArrowType.Utf8());
    DictionaryEncoding encoding = new DictionaryEncoding(3, false, new ArrowType.Int(8, true));
    Schema schema =
        new Schema(
            Stream.of("one", "other")
                .map(
                    name -> new Field(name, new FieldType(true, strings.getType(), encoding), null))
                .toList());
    byte[] stream =
        HandMade.stream(
            schema,
            new HandMade(2).node(2, 0).none().ints(0, 1, 3).text("abc").dictionary(3, false),
            new HandMade(2).node(2, 0).none().bytes(0, 1).node(2, 0).none().bytes(1, 1).message());
    List<RecordBatch> batches = ArrowIpc.readStream(stream, DecodeLimits.defaults());
    assertThat(rows(batches))
        .containsExactly(Map.of("one", "a", "other", "bc"), Map.of("one", "bc", "other", "bc"));
    assertThat(written("shared", batches)).isEqualTo(WRITTEN);
  }

  private static List<Path> streams() throws IOException {
    try (Stream<Path> files = Files.list(STREAMS)) {
      return files.filter(file -> file.toString().endsWith(".stream")).sorted().toList();
    }
  }

  private List<String> outcome(String name, byte[] stream) throws IOException {
    DecodeLimits limits = DecodeLimits.defaults();
    List<RecordBatch> batches;
    try {
      batches = ArrowIpc.readStream(stream, limits);
    } catch (MalformedPayloadException e) {
      assertThat(e.isDecoderFailure()).as(name).isFalse();
      return List.of(e.getMessage(), "");
    }
    assertReadAsByArrowForJava(name, stream, batches);
    for (RecordBatch batch : batches) {
      assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), limits)).containsExactly(batch);
    }
    return List.of(READ, batches.isEmpty() ? "" : written(name, batches));
  }

  private static void assertReadAsByArrowForJava(
      String name, byte[] stream, List<RecordBatch> batches) throws IOException {
    if (name.matches("decimal(32|64)|union")) {
      return; // Arrow for Java has no such decimals, and no sparse unions with these type ids.
    }
    // Trimming does not know nested dictionaries.
    boolean byRows = name.equals("nested_dictionary");
    List<Object> expected = new ArrayList<>();
    List<Object> actual = new ArrayList<>(byRows ? List.of() : Samples.trimmed(batches));
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(
                new ByteArrayInputStream(stream), allocator, CommonsCompressionFactory.INSTANCE)) {
      while (reader.loadNextBatch()) {
        if (byRows) {
          expected.addAll(ArrowValues.rows(reader.getVectorSchemaRoot(), reader));
        } else {
          expected.addAll(
              Samples.trimmed(List.of(RecordBatch.copyOf(reader.getVectorSchemaRoot(), reader))));
        }
      }
    }
    if (byRows) {
      actual.addAll(rows(batches));
    }
    assertThat(actual).as(name).isEqualTo(expected);
  }

  private String written(String name, List<RecordBatch> batches) throws IOException {
    Path file = directory.resolve(name + ".parquet");
    Schema schema = batches.get(0).schema();
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, schema, WriterOptions.defaults())) {
      for (RecordBatch batch : batches) {
        writer.write(RecordBatchBuffers.of(batch));
      }
      writer.finish();
    } catch (UnsupportedOperationException e) {
      return e.getMessage();
    }
    PageWalk.walk(file);
    assertThat(ParquetJavaReader.read(file)).as(name).isEqualTo(rows(batches));
    return WRITTEN;
  }

  private static List<Map<String, Object>> rows(List<RecordBatch> batches) {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (RecordBatch batch : batches) {
        try (LoadedBatch loaded = batch.load(allocator)) {
          rows.addAll(ArrowValues.rows(loaded.root(), loaded.dictionaries()));
        }
      }
    }
    return rows;
  }
}
