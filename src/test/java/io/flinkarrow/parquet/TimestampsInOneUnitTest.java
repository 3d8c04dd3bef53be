package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.parquet.format.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Timestamps of every unit written in one: DuckDB and parquet-java read back the same moments, and
 * what the unit cannot hold is refused by column and row, whether it came in batches or rows.
 */
class TimestampsInOneUnitTest {

  private static final int ROWS = 500;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void everyUnitComesBackAsTheSameMoments(TimestampUnit unit) throws Exception {
    Path file = directory.resolve("file.parquet");
    List<List<Long>> expected = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema(), allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema(), in(unit))) {
      Random random = new Random(5);
      for (TimeStampVector vector : timestamps(batch)) {
        long nanos = nanoseconds(vector);
        // Whole seconds have no digits to lose, and fit 64 bits of nanoseconds.
        List<Long> column = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
          Long second =
              random.nextInt(10) == 0 ? null : random.nextLong(-9_000_000_000L, 9_000_000_000L);
          column.add(second == null ? null : second * perSecond(unit));
          if (second != null) {
            vector.setSafe(row, second * (1_000_000_000 / nanos));
          }
        }
        expected.add(column);
      }
      for (int row = 0; row < ROWS; row++) {
        ((StructVector) batch.getVector("nested")).setIndexDefined(row);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }

    PageWalk.WalkedFile walked = PageWalk.walk(file);
    List<Map<String, Object>> parquetJava = ParquetJavaReader.read(file);
    List<Map<String, Object>> duckDb = DuckDbReader.read(file);
    List<String> names = schema().getFields().stream().map(Field::getName).toList();
    for (int column = 0; column < names.size(); column++) {
      for (int row = 0; row < ROWS; row++) {
        Object moment = expected.get(column).get(row);
        assertThat(value(parquetJava, row, names.get(column))).isEqualTo(moment);
        if (unit != TimestampUnit.NANOS || !names.get(column).startsWith("zoned")) {
          // JDBC shows instants with nanoseconds as text.
          assertThat(value(duckDb, row, names.get(column))).isEqualTo(moment);
        }
      }
    }
    assertThat(walked.footer().getSchema().stream().filter(element -> element.isSetType()))
        .allSatisfy(
            element ->
                assertThat(element.getLogicalType().getTIMESTAMP().getUnit().getSetField().name())
                    .isEqualTo(unit.name()));
    assertThat(storedUnits(walked.footer().getKey_value_metadata()))
        .isNotEmpty()
        .containsOnly(arrowUnit(unit));
  }

  @Test
  void whatTheUnitWouldLoseIsRefusedByColumnAndRow() throws Exception {
    assertThatThrownBy(() -> write(TimeUnit.MICROSECOND, in(TimestampUnit.MILLIS), 1000, -999))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("Column t, row 1 of the batch: the timestamp is finer than");
    assertThatThrownBy(() -> write(TimeUnit.NANOSECOND, in(TimestampUnit.MICROS), 1))
        .hasMessageContaining("Column t, row 0 of the batch: the timestamp is finer than");
  }

  @Test
  void orItIsRoundedDown() throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.timestampUnit(TimestampUnit.MILLIS).truncateTimestamps(true))
            .build();

    assertThat(write(TimeUnit.MICROSECOND, options, -1, -1000, 999, 1999, Long.MIN_VALUE))
        .containsExactly(-1L, -1L, 0L, 1L, Math.floorDiv(Long.MIN_VALUE, 1000L));
  }

  @Test
  void whatDoesNotFitTheUnitIsRefusedByColumnAndRow() throws Exception {
    long most = Long.MAX_VALUE / 1_000_000_000;

    assertThat(write(TimeUnit.SECOND, in(TimestampUnit.NANOS), most, -most))
        .containsExactly(most * 1_000_000_000, -most * 1_000_000_000);
    assertThatThrownBy(() -> write(TimeUnit.SECOND, in(TimestampUnit.NANOS), most, most + 1))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("Column t, row 1 of the batch: the timestamp does not fit 64 bits");
    assertThatThrownBy(() -> write(TimeUnit.MILLISECOND, in(TimestampUnit.MICROS), Long.MIN_VALUE))
        .hasMessageContaining("Column t, row 0 of the batch: the timestamp does not fit 64 bits");
  }

  @Test
  void rowsAreWrittenByTheSameRules() throws Exception {
    RowType nanos = RowType.of(new TimestampType(9));
    RowType millis = RowType.of(new LocalZonedTimestampType(3));
    WriterOptions truncating =
        WriterOptions.builder()
            .schema(all -> all.timestampUnit(TimestampUnit.MILLIS).truncateTimestamps(true))
            .build();
    TimestampData fine = TimestampData.fromEpochMillis(-1, 7_000);

    assertThat(writeRow(nanos, in(TimestampUnit.MICROS), fine)).isEqualTo(-993L);
    assertThat(writeRow(nanos, truncating, fine)).isEqualTo(-1L);
    assertThat(writeRow(millis, in(TimestampUnit.NANOS), fine)).isEqualTo(-993_000L);
    assertThatThrownBy(() -> writeRow(nanos, in(TimestampUnit.MILLIS), fine))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("column f0, row 0 of the part file: the timestamp is finer than");
    TimestampData late = TimestampData.fromEpochMillis(10_000_000_000_000L);
    assertThatThrownBy(() -> writeRow(millis, in(TimestampUnit.NANOS), late))
        .isInstanceOf(RefusedRowsException.class)
        .hasMessageContaining("does not fit 64 bits in its column's unit");
  }

  @Test
  void digitsThatTheTypeOfRowsDoesNotHaveAreCutOff() throws Exception {
    TimestampData finerThanItsType = TimestampData.fromEpochMillis(5, 1_999);

    assertThat(
            writeRow(RowType.of(new TimestampType(6)), in(TimestampUnit.MICROS), finerThanItsType))
        .isEqualTo(5_001L);
    assertThat(
            writeRow(
                RowType.of(new TimestampType(6)),
                in(TimestampUnit.MILLIS),
                TimestampData.fromEpochMillis(5, 999)))
        .isEqualTo(5L);
  }

  @Test
  void int96HasNoUnit() {
    WriterOptions options =
        WriterOptions.builder()
            .int96Timestamps(true)
            .schema(all -> all.timestampUnit(TimestampUnit.NANOS))
            .build();

    assertThatThrownBy(() -> FilePlan.of(schema(), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("int96Timestamps and timestampUnit (NANOS) exclude each other");
  }

  private static WriterOptions in(TimestampUnit unit) {
    return WriterOptions.builder().schema(all -> all.timestampUnit(unit)).build();
  }

  private static Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (TimeUnit unit : TimeUnit.values()) {
      fields.add(field("local " + unit, unit, null));
      fields.add(field("zoned " + unit, unit, "Europe/Vienna"));
    }
    fields.add(
        new Field(
            "nested",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(field("t", TimeUnit.NANOSECOND, null))));
    return new Schema(fields);
  }

  private static Field field(String name, TimeUnit unit, String zone) {
    return new Field(name, FieldType.nullable(new ArrowType.Timestamp(unit, zone)), null);
  }

  private static List<TimeStampVector> timestamps(VectorSchemaRoot batch) {
    List<TimeStampVector> vectors = new ArrayList<>();
    for (FieldVector vector : batch.getFieldVectors()) {
      vectors.add(
          (TimeStampVector)
              (vector instanceof StructVector struct ? struct.getChild("t") : vector));
    }
    return vectors;
  }

  private static Object value(List<Map<String, Object>> rows, int row, String column) {
    Object value = rows.get(row).get(column);
    return value instanceof Map<?, ?> struct ? struct.get("t") : value;
  }

  private static long nanoseconds(TimeStampVector vector) {
    return switch (((ArrowType.Timestamp) vector.getField().getType()).getUnit()) {
      case SECOND -> 1_000_000_000;
      case MILLISECOND -> 1_000_000;
      case MICROSECOND -> 1_000;
      case NANOSECOND -> 1;
    };
  }

  private static long perSecond(TimestampUnit unit) {
    return BigInteger.TEN.pow(3 * (1 + unit.ordinal())).longValueExact();
  }

  private static TimeUnit arrowUnit(TimestampUnit unit) {
    return TimeUnit.values()[1 + unit.ordinal()];
  }

  private static List<TimeUnit> storedUnits(List<KeyValue> metadata) throws IOException {
    byte[] message =
        Base64.getDecoder()
            .decode(
                metadata.stream()
                    .filter(entry -> entry.getKey().equals("ARROW:schema"))
                    .findFirst()
                    .orElseThrow()
                    .getValue());
    Schema stored =
        MessageSerializer.deserializeSchema(
            new ReadChannel(Channels.newChannel(new ByteArrayInputStream(message))));
    List<TimeUnit> units = new ArrayList<>();
    for (Field field : stored.getFields()) {
      Field leaf = field.getChildren().isEmpty() ? field : field.getChildren().get(0);
      units.add(((ArrowType.Timestamp) leaf.getType()).getUnit());
    }
    return units;
  }

  /** Writes a column t of a unit and returns what parquet-java reads of it. */
  private List<Object> write(TimeUnit unit, WriterOptions options, long... values)
      throws Exception {
    Path file = directory.resolve("t.parquet");
    Schema schema = new Schema(List.of(field("t", unit, null)));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      for (int row = 0; row < values.length; row++) {
        ((TimeStampVector) batch.getVector("t")).setSafe(row, values[row]);
      }
      batch.setRowCount(values.length);
      writer.write(batch);
      writer.finish();
    }
    return ParquetJavaReader.read(file).stream().map(row -> row.get("t")).toList();
  }

  private Object writeRow(RowType type, WriterOptions options, TimestampData value)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowParquetWriter writer = RowParquetWriter.open(out, "t", type, options)) {
      writer.write(GenericRowData.of(value));
      writer.finish();
    }
    Path file = directory.resolve("row.parquet");
    Files.write(file, out.toByteArray());
    return ParquetJavaReader.read(file).get(0).get("f0");
  }
}
