package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.sink.file.RecordBatchBuffers;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types that have no values, no type in Parquet, or one that few know. */
class NullsDurationsAndIntervalsComeBackTest {

  private static final ArrowType NULL = new ArrowType.Null();
  private static final int ROWS = 5;
  private static final UUID ID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("nothing", NULL),
              Field.notNullable("required", NULL),
              field("struct", new ArrowType.Struct(), Field.nullable("nothing", NULL)),
              field("list", new ArrowType.List(), Field.notNullable("element", NULL)),
              Field.nullable("duration", new ArrowType.Duration(TimeUnit.MICROSECOND)),
              Field.nullable("months", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
              Field.nullable("days", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
              Field.nullable("all", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
              extended("uuid", "arrow.uuid", new ArrowType.FixedSizeBinary(16)),
              extended("json", "arrow.json", new ArrowType.Utf8()),
              extended("bool8", "arrow.bool8", new ArrowType.Int(8, true)),
              extended("odd", "arrow.uuid", new ArrowType.Utf8())));

  @TempDir private Path directory;
  private Path ofVectors;
  private Path ofBatch;

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static Field extended(String name, String extension, ArrowType type) {
    return new Field(
        name, new FieldType(true, type, null, Map.of("ARROW:extension:name", extension)), null);
  }

  @BeforeEach
  void write() throws Exception {
    ofVectors = directory.resolve("vectors.parquet");
    ofBatch = directory.resolve("batch.parquet");
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      root.allocateNew();
      StructVector structs = (StructVector) root.getVector("struct");
      ListVector lists = (ListVector) root.getVector("list");
      for (int row = 0; row < ROWS; row++) {
        lists.startNewValue(row);
        lists.endValue(row, row);
        if (row != 2) {
          structs.setIndexDefined(row);
          fill(root, row);
        } else {
          lists.setNull(row);
        }
      }
      lists.getDataVector().setValueCount(lists.getElementEndIndex(ROWS - 1));
      root.setRowCount(ROWS);
      ByteArrayOutputStream vectors = new ByteArrayOutputStream();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(vectors, SCHEMA, WriterOptions.defaults())) {
        writer.write(root);
        writer.finish();
      }
      Files.write(ofVectors, vectors.toByteArray());
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(batch, SCHEMA, WriterOptions.defaults())) {
        writer.write(RecordBatchBuffers.of(RecordBatch.copyOf(root)));
        writer.finish();
      }
      Files.write(ofBatch, batch.toByteArray());
    }
  }

  private static void fill(VectorSchemaRoot root, int row) {
    ((DurationVector) root.getVector("duration")).setSafe(row, -1_500_000L * row);
    ((IntervalYearVector) root.getVector("months")).setSafe(row, 13 * row);
    ((IntervalDayVector) root.getVector("days")).setSafe(row, row, 1000 * row);
    ((IntervalMonthDayNanoVector) root.getVector("all"))
        .setSafe(row, row, 2 * row, 3_000_000_000_000L + row * 1_000_000L);
    byte[] uuid = new byte[16];
    for (int i = 0; i < 8; i++) {
      uuid[i] = (byte) (ID.getMostSignificantBits() >>> (56 - 8 * i));
      uuid[8 + i] = (byte) (ID.getLeastSignificantBits() >>> (56 - 8 * i));
    }
    ((FixedSizeBinaryVector) root.getVector("uuid")).setSafe(row, uuid);
    byte[] json = "{\"row\":%d}".formatted(row).getBytes(StandardCharsets.UTF_8);
    ((VarCharVector) root.getVector("json")).setSafe(row, json);
    ((TinyIntVector) root.getVector("bool8")).setSafe(row, row % 2);
    ((VarCharVector) root.getVector("odd")).setSafe(row, json);
  }

  @Test
  void vectorsAndBatchesBecomeTheSameFile() throws Exception {
    assertThat(ofBatch).hasSameBinaryContentAs(ofVectors);
    assertThat(PageWalk.walk(ofBatch).schema().toString().replaceAll("message \\w+", "message m"))
        .isEqualTo(
            """
            message m {
              optional int32 nothing (UNKNOWN);
              optional int32 required (UNKNOWN);
              optional group struct {
                optional int32 nothing (UNKNOWN);
              }
              optional group list (LIST) {
                repeated group list {
                  optional int32 element (UNKNOWN);
                }
              }
              optional int64 duration;
              optional fixed_len_byte_array(12) months (INTERVAL);
              optional fixed_len_byte_array(12) days (INTERVAL);
              optional fixed_len_byte_array(12) all (INTERVAL);
              optional fixed_len_byte_array(16) uuid (UUID);
              optional binary json (JSON);
              optional int32 bool8 (INTEGER(8,true));
              optional binary odd (STRING);
            }
            """);
  }

  @Test
  void parquetJavaReadsThem() throws Exception {
    List<Map<String, Object>> rows = ParquetJavaReader.read(ofBatch);
    assertThat(rows).extracting(row -> row.get("nothing")).containsOnlyNulls().hasSize(ROWS);
    assertThat(rows).extracting(row -> row.get("required")).containsOnlyNulls();
    assertThat(rows.get(4).get("list")).isEqualTo(Arrays.asList(null, null, null, null));
    assertThat(rows.get(2).get("list")).isNull();
    assertThat(rows.get(4).get("duration")).isEqualTo(-6_000_000L);
  }

  @Test
  void duckDbReadsThem() throws Exception {
    String sql =
        "SELECT nothing, required, struct.nothing, len(list), duration, months::VARCHAR,"
            + " days::VARCHAR, \"all\"::VARCHAR, uuid::VARCHAR, typeof(uuid), json::VARCHAR FROM "
            + DuckDbReader.table(ofBatch);
    List<List<Object>> rows = DuckDbReader.query(sql);
    List<Object> second = new ArrayList<>(Arrays.asList(null, null, null));
    second.addAll(
        List.of(
            1L,
            -1_500_000L,
            "1 year 1 month",
            "1 day 00:00:01",
            "1 month 2 days 00:50:00.001",
            ID.toString(),
            "UUID",
            "{\"row\":1}"));
    assertThat(rows.get(1)).isEqualTo(second);
  }

  @Test
  void intervalsAndNothingHaveNoBounds() throws Exception {
    for (ColumnChunkMetaData chunk :
        ParquetJavaReader.footer(ofBatch).getBlocks().get(0).getColumns()) {
      String column = chunk.getPath().toDotString();
      assertThat(chunk.getStatistics().getNumNulls()).as(column).isPositive();
      assertThat(chunk.getStatistics().hasNonNullValue())
          .as(column)
          .isEqualTo(List.of("duration", "uuid", "json", "bool8", "odd").contains(column));
    }
  }
}
