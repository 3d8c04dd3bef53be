package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.WriterProfile;
import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Timestamps written as INT96: DuckDB and parquet-java read back the moments that went in, before
 * 1970 too, and no statistics tell of an order that the format does not define.
 */
class Int96TimestampsComeBackTest {

  private static final int ROWS = 3000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"COMPATIBLE, true", "COMPATIBLE, false", "COMPACT, true"})
  void everyUnitIsReadAsItWasWritten(WriterProfile profile, boolean dictionary) throws Exception {
    Path file = directory.resolve(profile + "-" + dictionary + ".parquet");
    WriterOptions options =
        WriterOptions.builder()
            .int96Timestamps(true)
            .profile(profile)
            .dictionary(dictionary)
            .pageRows(250)
            .rowGroupRows(2000)
            .build();
    List<List<Long>> written = write(file, options);

    PageWalk.WalkedFile walked = PageWalk.walk(file);
    for (RowGroup rowGroup : walked.footer().getRow_groups()) {
      assertThat(rowGroup.getColumns())
          .allSatisfy(
              chunk -> {
                ColumnMetaData metadata = chunk.getMeta_data();
                assertThat(metadata.getType()).isEqualTo(Type.INT96);
                assertThat(metadata.getStatistics().isSetNull_count()).isTrue();
                assertThat(metadata.getStatistics().isSetMin_value()).isFalse();
                assertThat(chunk.isSetColumn_index_offset()).isFalse();
              });
    }
    for (ChunkFacts chunk : walked.column("few SECOND")) {
      assertThat(chunk.pages())
          .allSatisfy(
              page ->
                  assertThat(page.encoding())
                      .isEqualTo(dictionary ? Encoding.RLE_DICTIONARY : Encoding.PLAIN));
    }
    List<Map<String, Object>> parquetJava = ParquetJavaReader.read(file);
    List<List<Object>> duckDb = DuckDbReader.query(duckDbQuery(file));
    List<Field> fields = schema().getFields();
    for (int column = 0; column < fields.size(); column++) {
      Field field = fields.get(column);
      long nanoseconds = nanoseconds(((ArrowType.Timestamp) field.getType()).getUnit());
      for (int row = 0; row < ROWS; row++) {
        Long timestamp = written.get(column).get(row);
        assertThat(nanoseconds(parquetJava.get(row).get(field.getName())))
            .as("row %d of %s, read by parquet-java", row, field.getName())
            .isEqualTo(timestamp == null ? null : (Object) (timestamp * nanoseconds));
        assertThat(duckDb.get(row).get(column))
            .as("row %d of %s, read by DuckDB", row, field.getName())
            .isEqualTo(
                timestamp == null ? null : (Object) Math.floorDiv(timestamp * nanoseconds, 1_000L));
      }
    }
  }

  private static Schema schema() {
    List<Field> fields = new ArrayList<>();
    for (TimeUnit unit : TimeUnit.values()) {
      fields.add(field("few " + unit, unit, null));
      fields.add(field("zoned " + unit, unit, "Europe/Vienna"));
    }
    return new Schema(fields);
  }

  private static Field field(String name, TimeUnit unit, String zone) {
    return new Field(name, FieldType.nullable(new ArrowType.Timestamp(unit, zone)), null);
  }

  /** Writes random moments between 1690 and 2250, few different ones in some columns. */
  private static List<List<Long>> write(Path file, WriterOptions options) throws Exception {
    Schema schema = schema();
    List<List<Long>> written = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      Random random = new Random(3);
      for (FieldVector vector : batch.getFieldVectors()) {
        long perDay =
            SECONDS_PER_DAY
                * (1_000_000_000L
                    / nanoseconds(((ArrowType.Timestamp) vector.getField().getType()).getUnit()));
        int distinct = vector.getName().startsWith("few") ? 20 : ROWS;
        long[] moments = random.longs(distinct, -100_000 * perDay, 100_000 * perDay).toArray();
        List<Long> column = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
          Long moment = random.nextInt(10) == 0 ? null : moments[random.nextInt(distinct)];
          column.add(moment);
          if (moment != null) {
            ((TimeStampVector) vector).setSafe(row, moment);
          }
        }
        written.add(column);
      }
      batch.setRowCount(ROWS);
      writer.write(batch);
      writer.finish();
    }
    return written;
  }

  private static long nanoseconds(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1_000_000_000;
      case MILLISECOND -> 1_000_000;
      case MICROSECOND -> 1_000;
      case NANOSECOND -> 1;
    };
  }

  /** Since the epoch, by parquet-java's own class. */
  private static Long nanoseconds(Object int96) {
    if (int96 == null) {
      return null;
    }
    byte[] bytes = HexFormat.of().parseHex(((PlainValue.Bytes) int96).hex());
    NanoTime time = NanoTime.fromBinary(Binary.fromConstantByteArray(bytes));
    return (time.getJulianDay() - JULIAN_DAY_OF_EPOCH) * SECONDS_PER_DAY * 1_000_000_000
        + time.getTimeOfDayNanos();
  }

  private static String duckDbQuery(Path file) {
    List<String> columns =
        schema().getFields().stream()
            .map(field -> "epoch_us(\"%s\")".formatted(field.getName()))
            .toList();
    return "SELECT %s FROM %s".formatted(String.join(", ", columns), DuckDbReader.table(file));
  }
}
