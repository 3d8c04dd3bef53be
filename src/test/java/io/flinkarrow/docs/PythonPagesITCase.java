package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.ArrowIpcSerializationSchema;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.testing.ForkedJvm.Result;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the documents' Python and this library read what the other writes. */
class PythonPagesITCase {

  private static final Path KAFKA = Path.of("docs/how-to/kafka.md");
  private static final Path DATASTREAM = Path.of("docs/how-to/datastream.md");

  /** Columns of the kinds that producers have: nullable, nested, in another unit, by dictionary. */
  private static final String TABLE =
      """
      import datetime, decimal
      table = pa.table({
          "id": pa.array(range(1000), pa.int64()),
          "name": pa.array([None if i % 7 == 0 else f"row {i}" for i in range(1000)]),
          "at": pa.array([datetime.datetime(2026, 1, 1, i % 24) for i in range(1000)], pa.timestamp("us", "UTC")),
          "fare": pa.array([decimal.Decimal(i) / 4 for i in range(1000)], pa.decimal128(12, 2)),
          "stops": pa.array([[{"zip": str(i)}] * (i % 3) for i in range(1000)]),
          "town": pa.array([f"town {i % 5}" for i in range(1000)]).dictionary_encode(),
      })
      """;

  @TempDir Path directory;

  @BeforeEach
  void needsPython() throws Exception {
    Result found = Shell.run(directory, "python3 -c 'import pyarrow.dataset'");
    assumeThat(found.exitCode()).as("python3 with pyarrow: %s", found.output()).isZero();
  }

  @Test
  void messagesOfPythonAreRead() throws Exception {
    python(
        KAFKA,
        TABLE
            + """
            for number, batch in enumerate(table.to_batches(max_chunksize=300)):
                open(f"message-{number}", "wb").write(message(batch))
            """);
    long rows = 0;
    for (int number = 0; number < 4; number++) {
      byte[] message = Files.readAllBytes(directory.resolve("message-" + number));
      for (RecordBatch batch : ArrowIpcDeserializationSchema.ofAnySchema().decode(message)) {
        assertThat(batch.body().buffer(1).getLong(0)).isEqualTo(number * 300L);
        rows += batch.rowCount();
      }
    }
    assertThat(rows).isEqualTo(1000);
  }

  @Test
  void messagesOfThisLibraryAreReadByPython() throws Exception {
    byte[] message = new ArrowIpcSerializationSchema().serialize(NumberedBatches.of(1, 9));
    Files.write(directory.resolve("message"), message);
    python(
        KAFKA,
        """
        [batch] = batches(open("message", "rb").read())
        assert batch.schema.field("id") == pa.field("id", pa.int64(), nullable=False), batch.schema
        assert batch.column("id").to_pylist() == list(range(1, 10))
        assert batch.column("name").to_pylist()[5:8] == ["row 6", None, "row 8"]
        assert batches(message(batch)) == [batch]
        """);
  }

  @Test
  void filesOfPythonBecomeElements() throws Exception {
    python(DATASTREAM, TABLE + "save(table, \"table.arrow\")\n");
    List<RecordBatch> elements = DocumentedCode.elements(directory.resolve("table.arrow"));
    assertThat(elements.stream().mapToLong(RecordBatch::rowCount).sum()).isEqualTo(1000);
  }

  @Test
  void partitionedFilesAreReadByPython() throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment().setParallelism(1);
    environment
        .fromSequence(1, 5)
        .map(NumberedBatches::of)
        .returns(RecordBatch.class)
        .sinkTo(
            ArrowParquetSink.forBatches(
                    new org.apache.flink.core.fs.Path(directory.resolve("out").toUri()),
                    NumberedBatches.SCHEMA)
                .partitionBy(PartitionByColumns.of("name"))
                .build());
    environment.execute();
    Files.writeString(directory.resolve("out/.part-1.parquet.inprogress.2"), "PAR1");
    python(
        DATASTREAM,
        """
        table = rows("out").sort_by("id")
        assert table.column("id").to_pylist() == [1, 2, 3, 4, 5]
        assert table.column("name").to_pylist() == [f"row {i}" for i in range(1, 6)], table
        """);
  }

  /** Its library need not be there. */
  @Test
  void whatIsShownOfKafkasClientIsPython() throws Exception {
    Files.writeString(directory.resolve("client.py"), code(KAFKA, true));
    assertThat(Shell.run(directory, "python3 -m py_compile client.py").output()).isEmpty();
  }

  private void python(Path page, String program) throws Exception {
    Files.writeString(directory.resolve("program.py"), code(page, false) + program);
    Result result = Shell.run(directory, "python3 program.py");
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  /** All of a page's Python, or what of it needs a client of Kafka's. */
  private static String code(Path page, boolean client) {
    List<String> blocks =
        Documents.matches(Documents.text(page), "^```python\n(.*?)^```$").stream()
            .filter(block -> block.contains("confluent_kafka") == client)
            .toList();
    assertThat(blocks).isNotEmpty();
    return String.join("\n\n", blocks) + "\n\n";
  }
}
