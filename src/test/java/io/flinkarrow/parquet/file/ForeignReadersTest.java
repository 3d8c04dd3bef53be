package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others read is what was written. */
class ForeignReadersTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void parquetJavaReadsEveryRowWithChecksums(CompressionCodec codec) throws Exception {
    List<Group> first = Flights.rows(1_000, 0, 1);
    List<Group> second = Flights.rows(333, 1_000, 2);
    Path file = write(codec, first, second);
    List<Group> all = new ArrayList<>(first);
    all.addAll(second);
    assertThat(ForeignReader.rows(file))
        .containsExactlyElementsOf(all.stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void duckDbReadsEveryRow(CompressionCodec codec) throws Exception {
    List<Group> first = Flights.rows(1_000, 0, 3);
    List<Group> second = Flights.rows(400, 1_000, 4);
    Path file = write(codec, first, second);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT count(*), sum(id), count(carrier), count(never), sum(distance)::DOUBLE,"
                  + " sum(fare)::DOUBLE, sum(len(stops)), sum(octet_length(payload)) FROM '%s'"
                      .formatted(file))) {
        assertThat(row.next()).isTrue();
        List<Group> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(row.getLong(1)).isEqualTo(1_400);
        assertThat(row.getLong(2)).isEqualTo(1_400L * 1_399 / 2);
        assertThat(row.getLong(3)).isEqualTo(count(all, "carrier"));
        assertThat(row.getLong(4)).isZero();
        assertThat(row.getDouble(5))
            .isEqualTo(
                all.stream()
                    .filter(group -> group.getFieldRepetitionCount("distance") > 0)
                    .mapToLong(group -> Integer.toUnsignedLong(group.getInteger("distance", 0)))
                    .sum());
        assertThat(row.getLong(7)).isEqualTo(elements(all));
        assertThat(row.getLong(8))
            .isEqualTo(all.stream().mapToLong(g -> g.getBinary("payload", 0).length()).sum());
      }
      for (long id : new long[] {0, 99, 100, 999, 1_000, 1_399}) {
        assertThat(single(statement, "SELECT count(*) FROM '%s' WHERE id = %d".formatted(file, id)))
            .isEqualTo(1);
      }
      assertThat(single(statement, "SELECT count(*) FROM '%s' WHERE id > 1399".formatted(file)))
          .isZero();
    }
  }

  @Test
  void bothIndexesOfEveryColumnReadBack() throws Exception {
    Path file = write(CompressionCodec.ZSTD, Flights.rows(1_000, 0, 5));
    ReferencePages reference =
        ReferencePages.encode(Flights.SCHEMA, Flights.rows(1_000, 0, 5), 100);
    try (ParquetFileReader reader = ForeignReader.open(file)) {
      List<ColumnChunkMetaData> columns = reader.getFooter().getBlocks().get(0).getColumns();
      for (int i = 0; i < columns.size(); i++) {
        var columnIndex = reader.readColumnIndex(columns.get(i));
        var offsetIndex = reader.readOffsetIndex(columns.get(i));
        var expected = reference.chunks().get(i).columnIndex();
        assertThat(columnIndex).asString().isEqualTo(expected.toString());
        assertThat(offsetIndex.getPageCount()).isEqualTo(10);
        for (int page = 0; page < 10; page++) {
          assertThat(offsetIndex.getFirstRowIndex(page)).isEqualTo(100L * page);
        }
      }
    }
  }

  @Test
  void parquetJavaNoticesAFlippedBit() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReferencePages.assemble(
        out,
        CompressionCodec.UNCOMPRESSED,
        Map.of(),
        List.of(ReferencePages.encode(Flights.SCHEMA, Flights.rows(100, 0, 6), 100)));
    byte[] bytes = out.toByteArray();
    bytes[200] ^= 1;
    Path file = ForeignReader.write(directory, "flipped.parquet", bytes);
    assertThatThrownBy(() -> ForeignReader.rows(file)).hasStackTraceContaining("CRC");
  }

  @SafeVarargs
  private Path write(CompressionCodec codec, List<Group>... rowGroups) throws Exception {
    List<ReferencePages> pages = new ArrayList<>();
    for (List<Group> rows : rowGroups) {
      pages.add(ReferencePages.encode(Flights.SCHEMA, rows, 100));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReferencePages.assemble(out, codec, Map.of("who", "flights"), pages);
    return ForeignReader.write(directory, codec + ".parquet", out.toByteArray());
  }

  private static long count(List<Group> rows, String field) {
    return rows.stream().filter(row -> row.getFieldRepetitionCount(field) > 0).count();
  }

  private static long elements(List<Group> rows) {
    return rows.stream()
        .filter(row -> row.getFieldRepetitionCount("stops") > 0)
        .mapToLong(row -> row.getGroup("stops", 0).getFieldRepetitionCount("list"))
        .sum();
  }

  private static long single(Statement statement, String query) throws Exception {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
