package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.RowsOfBatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of DuckDB come back as DuckDB itself reads them, as batches and as rows. */
class DuckDbFilesAreReadTest {

  private static final RowType TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("big", DataTypes.BIGINT()),
                  DataTypes.FIELD("bool", DataTypes.BOOLEAN()),
                  DataTypes.FIELD("tiny", DataTypes.TINYINT()),
                  DataTypes.FIELD("small", DataTypes.SMALLINT()),
                  DataTypes.FIELD("int", DataTypes.INT()),
                  DataTypes.FIELD("unsigned", DataTypes.BIGINT()),
                  DataTypes.FIELD("float", DataTypes.FLOAT()),
                  DataTypes.FIELD("double", DataTypes.DOUBLE()),
                  DataTypes.FIELD("text", DataTypes.STRING()),
                  DataTypes.FIELD("bytes", DataTypes.BYTES()),
                  DataTypes.FIELD("dec9", DataTypes.DECIMAL(9, 2)),
                  DataTypes.FIELD("dec18", DataTypes.DECIMAL(18, 3)),
                  DataTypes.FIELD("dec38", DataTypes.DECIMAL(38, 4)),
                  DataTypes.FIELD("date", DataTypes.DATE()),
                  DataTypes.FIELD("ts", DataTypes.TIMESTAMP(6)),
                  DataTypes.FIELD("tz", DataTypes.TIMESTAMP_LTZ(6)),
                  DataTypes.FIELD("ns", DataTypes.TIMESTAMP(9)),
                  DataTypes.FIELD("list", DataTypes.ARRAY(DataTypes.BIGINT())),
                  DataTypes.FIELD(
                      "row",
                      DataTypes.ROW(
                          DataTypes.FIELD("a", DataTypes.BIGINT()),
                          DataTypes.FIELD("b", DataTypes.ARRAY(DataTypes.STRING())))),
                  DataTypes.FIELD("map", DataTypes.MAP(DataTypes.STRING(), DataTypes.BIGINT())))
              .notNull()
              .getLogicalType();

  private static final String ROWS =
      """
      SELECT CASE WHEN i % 7 <> 0 THEN i - 2500 END AS big,
             i % 3 = 0 AS bool,
             (i % 200 - 100)::TINYINT AS tiny,
             (i * 13 % 60000 - 30000)::SMALLINT AS small,
             (i * i)::INTEGER AS int,
             (4294967295 - i)::UINTEGER AS unsigned,
             (i / 7)::FLOAT AS float,
             CASE WHEN i % 11 <> 0 THEN i / 3 END AS double,
             CASE WHEN i % 5 <> 0 THEN 'text ' || (i % 97) END AS text,
             ('x' || i)::BLOB AS bytes,
             (i - 2500)::DECIMAL(9, 2) AS dec9,
             (i * 1000003 - 7)::DECIMAL(18, 3) AS dec18,
             (-i * 100000000000000)::DECIMAL(38, 4) AS dec38,
             DATE '1970-01-01' + CAST(i - 2500 AS INTEGER) AS date,
             TIMESTAMP '1969-12-31 23:59:59.123456' + to_microseconds(i * 7919) AS ts,
             TIMESTAMPTZ '1969-12-31 23:59:59.123456+00' - to_microseconds(i * 7919) AS tz,
             make_timestamp_ns(i * 7919 - 1234567890123) AS ns,
             CASE WHEN i % 4 <> 0 THEN range(i % 4 - 1) END AS list,
             {'a': i, 'b': CASE WHEN i % 3 <> 0 THEN ['b' || i, NULL] END} AS "row",
             CASE WHEN i % 6 <> 0 THEN MAP {'k' || (i % 9): i, 'z': NULL} END AS map
      FROM range(5000) t(i)
      """;

  /**
   * Not written, or shown by the driver as what they are not: years before Christ, infinite ones,
   * and the hour 24.
   */
  private static final String NOT_COMPARED =
      "bignum, bit, \"union\", time_tz, \"time\", time_ns, empty_struct, "
          + "date_array, timestamp_array, timestamptz_array, timestamp, timestamp_s, timestamp_ms";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "V1, uncompressed",
    "V1, snappy",
    "V1, lz4_raw",
    "V2, zstd",
    "V2, gzip",
    "V2, uncompressed"
  })
  void everyTypeOfBothVersions(String version, String codec) throws Exception {
    Path file = directory.resolve("duckdb.parquet");
    DuckDbReader.execute(
        "COPY (%s) TO '%s' (FORMAT parquet, PARQUET_VERSION %s, CODEC '%s', ROW_GROUP_SIZE 2048)"
            .formatted(ROWS, file, version, codec));
    List<Map<String, Object>> expected = DuckDbReader.read(file);
    assertThat(RowValues.of(Splits.read(file, TYPE), TYPE)).hasSize(5000).isEqualTo(expected);
    assertThat(RowsOfBatches.of(file)).isEqualTo(expected);
  }

  /** Smallest and largest values and nulls, of all types that DuckDB has and a file can hold. */
  @ParameterizedTest
  @CsvSource({
    "V1, uncompressed",
    "V1, snappy",
    "V1, gzip",
    "V1, zstd",
    "V1, brotli",
    "V1, lz4_raw",
    "V2, uncompressed",
    "V2, zstd"
  })
  void theEdgesOfEveryType(String version, String codec) throws Exception {
    for (int times : new int[] {0, 1, 50}) {
      Path file = directory.resolve("edges-%d.parquet".formatted(times));
      DuckDbReader.execute(
          "COPY (SELECT * EXCLUDE (%s) FROM test_all_types(), range(%d)) TO '%s' (FORMAT parquet, PARQUET_VERSION %s, CODEC '%s')"
              .formatted(NOT_COMPARED, times, file, version, codec));
      assertThat(RowsOfBatches.of(file)).hasSize(3 * times).isEqualTo(DuckDbReader.read(file));
    }
  }
}
