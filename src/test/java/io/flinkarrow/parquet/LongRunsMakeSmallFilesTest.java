package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.SortingColumn;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch of a few long values in long runs costs what the values take, in the file and in the
 * heap, not what the runs stand for; also if each value alone is larger than a dictionary may be,
 * and if the order of rows is verified.
 */
class LongRunsMakeSmallFilesTest {

  private static final int ROWS = 100_000;
  private static final int RUNS = 4;
  private static final int LENGTH = 20_000;
  private static final int DICTIONARY_BYTES = 10_000;

  @TempDir private Path directory;

  static List<ArrowType> types() {
    return List.of(
        new ArrowType.Binary(), new ArrowType.BinaryView(), new ArrowType.FixedSizeBinary(LENGTH));
  }

  /** Those that have an order at this length. */
  static List<ArrowType> typesWithOrder() {
    return types().subList(0, 2);
  }

  @ParameterizedTest
  @MethodSource("types")
  void ofAnyBytes(ArrowType type) throws Exception {
    for (PageVersion version : PageVersion.values()) {
      WriterOptions options =
          WriterOptions.builder()
              .dictionaryBytes(DICTIONARY_BYTES)
              .columns(all -> all.pageVersion(version))
              .build();
      write(type, options);
    }
  }

  @ParameterizedTest
  @MethodSource("typesWithOrder")
  void ofSortedRows(ArrowType type) throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .dictionaryBytes(DICTIONARY_BYTES)
            .schema(all -> all.sortingColumns(SortingColumn.ascending("runs")))
            .build();
    write(type, options);
  }

  private void write(ArrowType type, WriterOptions options) throws Exception {
    Field runEnds = Field.notNullable("run_ends", new ArrowType.Int(32, true));
    Field values = Field.nullable("values", type);
    Schema schema =
        new Schema(
            List.of(
                new Field(
                    "runs",
                    FieldType.nullable(new ArrowType.RunEndEncoded()),
                    List.of(runEnds, values))));
    Path file = directory.resolve("runs.parquet");
    long most;
    try (OutputStream out = Files.newOutputStream(file);
        BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      fill(batch);
      writer.write(batch);
      most = writer.retainedBytes();
      writer.finish();
    }
    assertThat(Files.size(file)).isLessThan(200_000);
    assertThat(most).isLessThan(8 << 20);
    assertValues(file);
  }

  private static void fill(VectorSchemaRoot batch) {
    RunEndEncodedVector runs = (RunEndEncodedVector) batch.getVector(0);
    IntVector ends = (IntVector) runs.getRunEndsVector();
    FieldVector values = runs.getValuesVector();
    for (int run = 0; run < RUNS; run++) {
      ends.setSafe(run, ROWS / RUNS * (run + 1));
      byte[] value = new byte[LENGTH];
      Arrays.fill(value, (byte) ('a' + run));
      if (values instanceof VarBinaryVector plain) {
        plain.setSafe(run, value);
      } else if (values instanceof ViewVarBinaryVector views) {
        views.setSafe(run, value);
      } else {
        ((FixedSizeBinaryVector) values).setSafe(run, value);
      }
    }
    runs.setValueCount(ROWS);
    ends.setValueCount(RUNS);
    values.setValueCount(RUNS);
    batch.setRowCount(ROWS);
  }

  private static void assertValues(Path file) throws Exception {
    String query =
        "SELECT decode(runs)[1], min(octet_length(runs)), max(octet_length(runs)), count(*) FROM '%s' GROUP BY 1 ORDER BY 1";
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query.formatted(file))) {
      for (int run = 0; run < RUNS; run++) {
        assertThat(result.next()).isTrue();
        assertThat(result.getString(1)).isEqualTo(Character.toString('a' + run));
        assertThat(result.getInt(2)).isEqualTo(LENGTH);
        assertThat(result.getInt(3)).isEqualTo(LENGTH);
        assertThat(result.getLong(4)).isEqualTo(ROWS / RUNS);
      }
      assertThat(result.next()).isFalse();
    }
  }
}
