package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.formats.parquet.ParquetColumnarRowInputFormat;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Timestamps that Flink's own format moved to or from the JVM's time zone, in summer and winter and
 * where clocks are put forward and back.
 */
class LocalTimesOfFlinkParquetAreReadTest {

  private static final TimeZone DEFAULT = TimeZone.getDefault();
  private static final LogicalType LOCAL = new TimestampType(9);
  private static final LogicalType INSTANT = new LocalZonedTimestampType(9);

  @TempDir Path directory;

  @AfterEach
  void restoreTheZone() {
    TimeZone.setDefault(DEFAULT);
  }

  static Stream<Arguments> zones() {
    return Stream.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")
        .flatMap(
            zone ->
                Stream.of("INT96", "millis", "micros", "nanos")
                    .map(unit -> Arguments.of(zone, unit)));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void asFlinksOwnReaderReadsThem(String zone, String unit) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    List<LocalDateTime> times = times(ZoneId.of(zone), unit);
    for (boolean utc : new boolean[] {false, true}) {
      Path file = flinkFile(LOCAL, unit, utc, times);
      List<LocalDateTime> ofFlink = readByFlink(file, LOCAL, utc);
      assertThat(read(file, LOCAL, utc)).isEqualTo(ofFlink);
      List<LocalDateTime> expected =
          utc ? times : times.stream().map(time -> onTheClock(time, zone)).toList();
      assertThat(ofFlink).isEqualTo(expected);
    }
    if (unit.equals("INT96")) {
      Path file = flinkFile(INSTANT, unit, false, times);
      assertThat(read(file, INSTANT, false))
          .isEqualTo(readByFlink(file, INSTANT, false))
          .isEqualTo(times.stream().map(time -> onTheClock(time, zone)).toList());
    }
  }

  /** A clock never shows the hour that it skips, and Java goes on by an hour instead. */
  private static LocalDateTime onTheClock(LocalDateTime time, String zone) {
    return time.atZone(ZoneId.of(zone)).toLocalDateTime();
  }

  @Test
  void ofAnotherZoneOnlyIfTheJvmHasIt() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    LocalDateTime noon = LocalDateTime.of(2026, 7, 1, 12, 0);
    Path file = flinkFile(LOCAL, "INT96", false, List.of(noon));
    assertThat(read(file, LOCAL, false)).containsExactly(noon);
    assertThat(read(file, LOCAL, true)).containsExactly(noon.minusMinutes(330));
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    assertThat(read(file, LOCAL, false)).containsExactly(noon.minusMinutes(210));
    assertThat(read(file, LOCAL, true)).containsExactly(noon.minusMinutes(330));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void ourOwnFilesAreNotMoved(String zone, String unit) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    List<LocalDateTime> times = times(ZoneId.of(zone), unit);
    for (LogicalType type : List.of(LOCAL, INSTANT)) {
      Path file = directory.resolve("ours.parquet");
      WriterOptions options = WriterOptions.builder().int96Timestamps(unit.equals("INT96")).build();
      try (OutputStream out = Files.newOutputStream(file);
          RowParquetWriter writer = RowParquetWriter.open(out, "times", row(type), options)) {
        for (RowData row : rows(times)) {
          writer.write(row);
        }
        writer.finish();
      }
      assertThat(read(file, type, false)).isEqualTo(times);
      assertThat(read(file, type, true)).isEqualTo(times);
    }
  }

  /** What the UTC flag says needs no option. */
  @Test
  void instantsWithTheFlagAreNotMoved() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    Path file =
        GroupFile.write(
            directory.resolve("flag.parquet"),
            "required int64 column (TIMESTAMP(MILLIS,true));",
            List.of(0L),
            (row, value) -> row.add(0, value));
    assertThat(read(file, INSTANT, false)).containsExactly(LocalDateTime.of(1970, 1, 1, 0, 0));
  }

  /** Around the changes of the clock, and whole seconds before 1970: Flink writes no others. */
  private static List<LocalDateTime> times(ZoneId zone, String unit) {
    List<LocalDateTime> times = new ArrayList<>();
    LocalDateTime base = LocalDateTime.of(2026, 1, 1, 0, 0);
    for (int day = 0; day < 365; day += 13) {
      times.add(base.plusDays(day).plusHours(day % 24));
    }
    for (var change = zone.getRules().nextTransition(base.atZone(zone).toInstant());
        change != null && change.getDateTimeBefore().getYear() == 2026;
        change = zone.getRules().nextTransition(change.getInstant())) {
      for (int minutes = -150; minutes <= 150; minutes += 30) {
        times.add(change.getDateTimeBefore().plusMinutes(minutes));
        times.add(change.getDateTimeAfter().plusMinutes(minutes).plusNanos(1_000_000));
      }
    }
    Random random = new Random(1);
    int digits = unit.equals("millis") ? 1_000_000 : unit.equals("micros") ? 1_000 : 1;
    for (int i = 0; i < 100; i++) {
      times.add(
          LocalDateTime.of(1970, 1, 2, 0, 0)
              .plusSeconds(random.nextInt(Integer.MAX_VALUE))
              .plusNanos(random.nextInt(1_000_000_000 / digits) * (long) digits));
      times.add(LocalDateTime.of(1969, 12, 31, 0, 0).minusSeconds(random.nextInt(1_000_000_000)));
    }
    return times;
  }

  private Path flinkFile(LogicalType type, String unit, boolean utc, List<LocalDateTime> times)
      throws IOException {
    Path file = directory.resolve("flink.parquet");
    Configuration configuration = new Configuration(false);
    if (!unit.equals("INT96")) {
      configuration.set("parquet.write.int64.timestamp", "true");
      configuration.set("parquet.timestamp.time.unit", unit);
    }
    try (FSDataOutputStream out =
        LocalFileSystem.getSharedInstance()
            .create(
                new org.apache.flink.core.fs.Path(file.toUri()), FileSystem.WriteMode.OVERWRITE)) {
      BulkWriter<RowData> writer =
          ParquetRowDataBuilder.createWriterFactory(row(type), configuration, utc).create(out);
      for (RowData row : rows(times)) {
        writer.addElement(row);
      }
      writer.finish();
    }
    return file;
  }

  private static List<RowData> rows(List<LocalDateTime> times) {
    return times.stream()
        .map(time -> (RowData) GenericRowData.of(TimestampData.fromLocalDateTime(time)))
        .toList();
  }

  private static RowType row(LogicalType type) {
    return RowType.of(new LogicalType[] {type}, new String[] {"column"});
  }

  private static List<LocalDateTime> read(Path file, LogicalType type, boolean utc)
      throws IOException {
    return read(file, Splits.format(row(type)).withUtcTimezone(utc));
  }

  private static List<LocalDateTime> readByFlink(Path file, LogicalType type, boolean utc)
      throws IOException {
    return read(
        file,
        ParquetColumnarRowInputFormat.createPartitionedFormat(
            new Configuration(false),
            row(type),
            InternalTypeInfo.of(row(type)),
            List.of(),
            null,
            500,
            utc,
            true));
  }

  private static List<LocalDateTime> read(Path file, BulkFormat<RowData, FileSourceSplit> format)
      throws IOException {
    List<LocalDateTime> times = new ArrayList<>();
    try (BulkFormat.Reader<RowData> reader =
        format.createReader(
            new org.apache.flink.configuration.Configuration(), Splits.whole(file))) {
      for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
        for (RecordAndPosition<RowData> row = batch.next(); row != null; row = batch.next()) {
          times.add(row.getRecord().getTimestamp(0, 9).toLocalDateTime());
        }
        batch.releaseBatch();
      }
    }
    return times;
  }
}
