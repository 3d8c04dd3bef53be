package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a record batch and the file that it is written to can be read as: the same of Flink's types,
 * with the same values, up to the same row that does not fit.
 */
class FilesAndPayloadsTakeTheSameTypesTest {

  private static final int ROWS = 24;

  private static final List<String> ASKED =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "FLOAT",
          "DOUBLE",
          "CHAR(3)",
          "STRING",
          "BINARY(3)",
          "BYTES",
          "DECIMAL(3, 0)",
          "DECIMAL(9, 2)",
          "DECIMAL(10, 0)",
          "DECIMAL(18, 3)",
          "DECIMAL(19, 0)",
          "DECIMAL(20, 0)",
          "DECIMAL(22, 2)",
          "DECIMAL(38, 0)",
          "DECIMAL(38, 10)",
          "DECIMAL(38, 19)",
          "DATE",
          "TIME(0)",
          "TIME(3)",
          "TIMESTAMP(0)",
          "TIMESTAMP(3)",
          "TIMESTAMP(6)",
          "TIMESTAMP(9)",
          "TIMESTAMP_LTZ(0)",
          "TIMESTAMP_LTZ(9)",
          "INTERVAL YEAR TO MONTH",
          "INTERVAL DAY TO SECOND",
          "ARRAY<INT>",
          "ROW<a INT>",
          "MAP<INT, INT>",
          "VARIANT");

  /**
   * What came of reading.
   *
   * @param accepted whether the type can be read so at all
   * @param failed whether a value did not fit
   * @param values up to it
   */
  private record Outcome(boolean accepted, boolean failed, List<Object> values) {

    private static final Outcome REFUSED = new Outcome(false, false, List.of());
  }

  @TempDir Path directory;

  static Stream<ArrowType> types() {
    return RandomSchemas.leafTypes().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void asEveryType(ArrowType type) throws Exception {
    Schema schema = new Schema(List.of(Field.nullable("column", type)));
    Path file = directory.resolve("column.parquet");
    RecordBatch batch;
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(1, allocator).tame();
        VectorSchemaRoot root = batches.batch(schema, ROWS);
        OutputStream out = Files.newOutputStream(file)) {
      batch = RecordBatch.copyOf(root);
      WriterOptions options = WriterOptions.builder().rowGroupRows(1).build();
      try (ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
        writer.write(root);
        writer.finish();
      }
    }
    boolean readSomehow = false;
    for (String name : ASKED) {
      LogicalType asked = LogicalTypeParser.parse(name, getClass().getClassLoader());
      Outcome ofFile = ofFile(file, asked);
      assertThat(ofFile)
          .as("%s as %s", type, name)
          .isEqualTo(isUnmarkedText(type, asked) ? ofFile : ofBatch(batch, asked));
      readSomehow |= ofFile.accepted;
    }
    assertThat(readSomehow)
        .isEqualTo(!(type instanceof ArrowType.Decimal decimal && decimal.getPrecision() > 38));
  }

  /** Parquet's old writers did not mark texts; Arrow always knew them from binaries. */
  private static boolean isUnmarkedText(ArrowType type, LogicalType asked) {
    boolean text = asked.is(LogicalTypeRoot.CHAR) || asked.is(LogicalTypeRoot.VARCHAR);
    ArrowTypeID id = type.getTypeID();
    return text
        && (id == ArrowTypeID.Binary
            || id == ArrowTypeID.LargeBinary
            || id == ArrowTypeID.BinaryView);
  }

  private static Outcome ofBatch(RecordBatch batch, LogicalType asked) {
    BatchRows rows;
    try {
      rows = BatchRows.of(batch.batchSchema(), row(asked));
    } catch (IllegalArgumentException e) {
      return Outcome.REFUSED;
    }
    List<Object> values = new ArrayList<>();
    Iterator<RowData> iterator = rows.read(batch);
    try {
      while (iterator.hasNext()) {
        values.add(value(iterator.next(), asked));
      }
    } catch (IllegalArgumentException e) {
      return new Outcome(true, true, values);
    }
    return new Outcome(true, false, values);
  }

  private static Outcome ofFile(Path file, LogicalType asked) throws IOException {
    BulkFormat.Reader<RowData> reader;
    try {
      reader = Splits.format(row(asked)).createReader(new Configuration(), Splits.whole(file));
    } catch (UnsupportedOperationException e) {
      return Outcome.REFUSED;
    }
    List<Object> values = new ArrayList<>();
    try (reader) {
      BulkFormat.RecordIterator<RowData> rows = reader.readBatch();
      while (rows != null) {
        RecordAndPosition<RowData> next = rows.next();
        assertThat(rows.next()).as("a second row of a row group").isNull();
        values.add(value(next.getRecord(), asked));
        rows = reader.readBatch();
      }
    } catch (IOException e) {
      return new Outcome(true, true, values);
    }
    return new Outcome(true, false, values);
  }

  private static RowType row(LogicalType asked) {
    return RowType.of(new LogicalType[] {asked}, new String[] {"column"});
  }

  private static Object value(RowData row, LogicalType type) {
    Object value = RowData.createFieldGetter(type, 0).getFieldOrNull(row);
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
