package io.flinkarrow.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.partition.PartitionException;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.FailingMap;
import io.flinkarrow.testing.Jobs;
import io.flinkarrow.testing.PartFiles;
import io.flinkarrow.testing.PartitionedRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.utils.PartitionPathUtils;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows in visible files are the rows of the stream, each once, and in the folder of its values. */
class PartitionedSinkITCase {

  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.clusterForKills();

  private static final PartitionByColumns BY_TOWN_AND_DAY =
      PartitionByColumns.of("town").andTimestamp("dt", "time", "yyyy-MM-dd");

  private static final int ROWS = 60;

  @TempDir Path directory;

  private static org.apache.flink.core.fs.Path path(Path directory) {
    return new org.apache.flink.core.fs.Path(directory.toUri());
  }

  @Test
  void killsLoseDoubleAndMisfileNothing() throws Exception {
    int batches = Jobs.EXTENDED ? 20_000 : 400;
    int kills = Jobs.EXTENDED ? 50 : 5;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.batchNumbers(environment, batches, 20)
        .map(
            batch -> PartitionedRows.batch(batch * ROWS, ROWS),
            RecordBatchTypeInfo.of(PartitionedRows.SCHEMA))
        .map(new FailingMap<>("partitioned", kills, 1, 5))
        .sinkTo(
            ArrowParquetSink.forBatches(path(directory), PartitionedRows.SCHEMA)
                .partitionBy(BY_TOWN_AND_DAY)
                .build())
        .uid("sink");
    environment.execute();
    assertThat(FailingMap.failuresOf("partitioned")).isEqualTo(kills);
    assertEachRowOnceInItsFolder((long) batches * ROWS);
  }

  @Test
  void killsLoseDoubleAndMisfileNoRowsEither() throws Exception {
    int batches = 200;
    int kills = 4;
    StreamExecutionEnvironment environment = Jobs.environment(2);
    Jobs.rows(
            Jobs.batchNumbers(environment, batches, 20)
                .map(new FailingMap<>("partitioned rows", kills, 1, 5)),
            ROWS,
            PartitionedRows.TYPE,
            PartitionedRows::row)
        .sinkTo(
            ArrowParquetSink.forRows(path(directory), PartitionedRows.TYPE)
                .partitionBy(BY_TOWN_AND_DAY)
                .build());
    environment.execute();
    assertThat(FailingMap.failuresOf("partitioned rows")).isEqualTo(kills);
    assertEachRowOnceInItsFolder((long) batches * ROWS);
  }

  private void assertEachRowOnceInItsFolder(long rows) throws Exception {
    PartFiles.assertHoldsExactly(directory, rows);
    assertThat(PartitionedRows.misfiled(directory)).as("rows in another row's folder").isZero();
    List<Path> files = PartFiles.visible(directory);
    assertThat(files.stream().map(Path::getParent).distinct()).hasSize(5 * 3);
    assertThat(
            DuckDbReader.query(
                "SELECT DISTINCT name FROM parquet_schema('%s/**/*.parquet') WHERE type IS NOT NULL ORDER BY name"
                    .formatted(directory)))
        .as("columns in the files")
        .isEqualTo(List.of(List.of("id"), List.of("name"), List.of("time")));
  }

  private static final Schema TOWNS =
      new Schema(
          List.of(
              Field.notNullable("id", new ArrowType.Int(32, true)),
              Field.nullable("town", new ArrowType.Utf8())));

  private static RecordBatch towns(List<String> towns) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(TOWNS, allocator)) {
      root.allocateNew();
      for (int row = 0; row < towns.size(); row++) {
        ((IntVector) root.getVector("id")).setSafe(row, row);
        if (towns.get(row) != null) {
          ((VarCharVector) root.getVector("town"))
              .setSafe(row, towns.get(row).getBytes(StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(towns.size());
      return RecordBatch.copyOf(root);
    }
  }

  @Test
  void hostileValuesStayBelowTheDirectoryAndComeBack() throws Exception {
    List<String> towns = new ArrayList<>();
    towns.addAll(
        List.of(
            "../../etc",
            "..",
            ".",
            "/etc",
            "a/b",
            "a//b",
            "%2F",
            "%",
            "a\0b",
            "x:y",
            "hdfs://other/x",
            "\\\\share",
            "a\nb",
            "a=b",
            "'; --",
            "\"",
            "*",
            "~",
            "Köln",
            "日本",
            "🙂",
            " ",
            "x".repeat(250),
            "\u007f",
            "a\u0085b",
            "\ufffd",
            "#?",
            "[{^}]",
            "$HOME",
            "",
            "town=Ulm"));
    towns.add(null);
    Path table = directory.resolve("a/b/table");
    RecordBatch batch = towns(towns);
    StreamExecutionEnvironment environment = Jobs.environment(1);
    environment
        .fromData(RecordBatchTypeInfo.of(TOWNS), batch)
        .sinkTo(
            ArrowParquetSink.forBatches(path(table), TOWNS)
                .partitionBy(PartitionByColumns.of("town"))
                .build());
    environment.execute();

    Map<Long, String> read = new LinkedHashMap<>();
    for (List<Object> row :
        DuckDbReader.query(
            "SELECT id, town FROM read_parquet('%s/*/*.parquet', hive_partitioning = true, hive_types = {'town': VARCHAR})"
                .formatted(table))) {
      read.put(((Number) row.get(0)).longValue(), (String) row.get(1));
    }
    Map<Long, String> expected = new LinkedHashMap<>();
    for (int row = 0; row < towns.size(); row++) {
      String town = towns.get(row);
      expected.put((long) row, town == null || town.isEmpty() ? null : town);
    }
    assertThat(read).isEqualTo(expected);
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile))
          .hasSize(towns.size() - 1)
          .allSatisfy(
              file -> {
                assertThat(file.getParent().getParent()).isEqualTo(table);
                String town =
                    PartitionPathUtils.extractPartitionSpecFromPath(path(file.getParent()))
                        .get("town");
                assertThat(expected).containsValue(town.startsWith("__HIVE") ? null : town);
              });
    }
  }

  /** Counts the attempts of a job. */
  private static final class Attempts implements MapFunction<RecordBatch, RecordBatch> {
    private static final AtomicInteger STARTED = new AtomicInteger();
    private transient boolean counted;

    @Override
    public RecordBatch map(RecordBatch batch) {
      if (!counted) {
        STARTED.incrementAndGet();
        counted = true;
      }
      return batch;
    }
  }

  /** It would come again with each restart, and {@link Jobs#environment} restarts without end. */
  @Test
  void aValueTooLongEndsTheJobAtOnce() {
    StreamExecutionEnvironment environment = Jobs.environment(1);
    DataStream<RecordBatch> batches =
        environment
            .fromData(RecordBatchTypeInfo.of(TOWNS), towns(List.of("Ulm", "x".repeat(300))))
            .map(new Attempts());
    batches.sinkTo(
        ArrowParquetSink.forBatches(path(directory), TOWNS)
            .partitionBy(PartitionByColumns.of("town"))
            .build());
    assertThatThrownBy(environment::execute)
        .rootCause()
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in row 1 of a batch a value too long");
    assertThat(Attempts.STARTED).hasValue(1);
    assertThat(PartFiles.visible(directory)).isEmpty();
  }
}
