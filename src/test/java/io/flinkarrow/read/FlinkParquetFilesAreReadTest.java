package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.formats.parquet.row.ParquetRowDataBuilder;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Flink's own Parquet format come back as the rows that went in. */
class FlinkParquetFilesAreReadTest {

  private static final int ROWS = 700;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, UNCOMPRESSED",
    "PARQUET_1_0, SNAPPY",
    "PARQUET_2_0, ZSTD",
    "PARQUET_2_0, GZIP"
  })
  void everyTypeItHas(String version, String codec) throws Exception {
    Configuration configuration = configuration(version, codec);
    assertComesBack(types(DataTypes.TIMESTAMP(9), DataTypes.TIMESTAMP_LTZ(9)), configuration, 9);
  }

  @ParameterizedTest
  @CsvSource({"millis, 3", "micros, 6", "nanos, 9"})
  void timestampsOfSixtyFourBits(String unit, int digits) throws Exception {
    Configuration configuration = configuration("PARQUET_1_0", "SNAPPY");
    configuration.set("parquet.write.int64.timestamp", "true");
    configuration.set("parquet.timestamp.time.unit", unit);
    RowType type =
        (RowType)
            DataTypes.ROW(DataTypes.FIELD("t", DataTypes.TIMESTAMP(9))).notNull().getLogicalType();
    assertComesBack(type, configuration, digits);
  }

  private void assertComesBack(RowType type, Configuration configuration, int digits)
      throws IOException {
    List<RowData> rows = new RandomRows(digits, digits).rows(type, ROWS);
    Path file = directory.resolve("flink.parquet");
    write(file, type, configuration, rows);
    assertThat(Files.size(file)).isPositive();
    assertThat(RowValues.of(Splits.read(file, type), type)).isEqualTo(RowValues.of(rows, type));
  }

  private static Configuration configuration(String version, String codec) {
    Configuration configuration = new Configuration(false);
    configuration.set("parquet.writer.version", version);
    configuration.set("parquet.compression", codec);
    configuration.set("parquet.page.size", "2000");
    configuration.set("parquet.block.size", "60000");
    return configuration;
  }

  private static void write(
      Path file, RowType type, Configuration configuration, List<RowData> rows) throws IOException {
    try (FSDataOutputStream out =
        LocalFileSystem.getSharedInstance()
            .create(
                new org.apache.flink.core.fs.Path(file.toUri()), FileSystem.WriteMode.OVERWRITE)) {
      BulkWriter<RowData> writer =
          ParquetRowDataBuilder.createWriterFactory(type, configuration, true).create(out);
      for (RowData row : rows) {
        writer.addElement(row);
      }
      writer.finish();
    }
  }

  private static RowType types(DataType timestamp, DataType instant) {
    return (RowType)
        DataTypes.ROW(
                DataTypes.FIELD("bool", DataTypes.BOOLEAN()),
                DataTypes.FIELD("tiny", DataTypes.TINYINT().notNull()),
                DataTypes.FIELD("small", DataTypes.SMALLINT()),
                DataTypes.FIELD("int", DataTypes.INT().notNull()),
                DataTypes.FIELD("big", DataTypes.BIGINT()),
                DataTypes.FIELD("float", DataTypes.FLOAT()),
                DataTypes.FIELD("double", DataTypes.DOUBLE()),
                DataTypes.FIELD("text", DataTypes.STRING()),
                DataTypes.FIELD("bytes", DataTypes.BYTES()),
                DataTypes.FIELD("dec5", DataTypes.DECIMAL(5, 2)),
                DataTypes.FIELD("dec18", DataTypes.DECIMAL(18, 4)),
                DataTypes.FIELD("dec38", DataTypes.DECIMAL(38, 10)),
                DataTypes.FIELD("date", DataTypes.DATE()),
                DataTypes.FIELD("time", DataTypes.TIME(3)),
                DataTypes.FIELD("timestamp", timestamp),
                DataTypes.FIELD("instant", instant),
                DataTypes.FIELD("list", DataTypes.ARRAY(DataTypes.INT())),
                DataTypes.FIELD("lists", DataTypes.ARRAY(DataTypes.ARRAY(DataTypes.STRING()))),
                DataTypes.FIELD("map", DataTypes.MAP(DataTypes.STRING(), DataTypes.DOUBLE())),
                DataTypes.FIELD(
                    "row",
                    DataTypes.ROW(
                        DataTypes.FIELD("a", DataTypes.BIGINT()),
                        DataTypes.FIELD("b", DataTypes.ARRAY(DataTypes.DECIMAL(10, 3))))))
            .notNull()
            .getLogicalType();
  }
}
