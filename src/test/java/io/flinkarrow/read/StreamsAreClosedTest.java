package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.FaultyFileSystem;
import io.flinkarrow.testing.FaultyFileSystem.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens, no stream stays open. */
class StreamsAreClosedTest {

  private static final int ROWS = 250;

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    FaultyFileSystem.reset();
    NumberedRows.write(directory.resolve("numbered.parquet"), ROWS, WriterVersion.PARQUET_1_0);
  }

  @Test
  void afterAllRows() throws Exception {
    assertThat(Splits.read(split("numbered.parquet"), NumberedRows.TYPE)).hasSize(ROWS);
    assertThat(FaultyFileSystem.openInputs()).isZero();
  }

  @Test
  void afterSomeRows() throws Exception {
    BulkFormat.Reader<RowData> reader =
        Splits.format(NumberedRows.TYPE)
            .createReader(new Configuration(), split("numbered.parquet"));
    reader.readBatch();
    assertThat(FaultyFileSystem.openInputs()).isEqualTo(1);
    reader.close();
    assertThat(FaultyFileSystem.openInputs()).isZero();
  }

  @Test
  void whenNoReaderComesOfIt() throws Exception {
    Files.writeString(directory.resolve("other.csv"), "no Parquet file, but long enough");
    assertThatThrownBy(() -> Splits.read(split("other.csv"), NumberedRows.TYPE))
        .isInstanceOf(IOException.class);
    RowType otherType =
        RowType.of(false, new LogicalType[] {new BooleanType()}, new String[] {"id"});
    assertThatThrownBy(() -> Splits.read(split("numbered.parquet"), otherType))
        .isInstanceOf(UnsupportedOperationException.class);
    FileSourceSplit nowhere =
        split("numbered.parquet").updateWithCheckpointedPosition(new CheckpointedPosition(1, 1));
    assertThatThrownBy(() -> Splits.read(nowhere, NumberedRows.TYPE))
        .isInstanceOf(IOException.class);
    assertThat(FaultyFileSystem.openInputs()).isZero();
  }

  /** And the failure is told as it is, not as damage of the file. */
  @Test
  void whenAnyReadFails() throws Exception {
    int reads = 0;
    while (true) {
      FaultyFileSystem.reset();
      FaultyFileSystem.fail(Step.READ, ++reads, 1);
      try {
        Splits.read(split("numbered.parquet"), NumberedRows.TYPE);
      } catch (IOException e) {
        assertThat(e).hasMessage("Failure at READ, on purpose");
      }
      assertThat(FaultyFileSystem.openInputs()).isZero();
      if (FaultyFileSystem.failuresAt(Step.READ) == 0) {
        break;
      }
    }
    assertThat(reads).isGreaterThan(9);
    FaultyFileSystem.reset();
    assertThat(Splits.read(split("numbered.parquet"), NumberedRows.TYPE)).hasSize(ROWS);
  }

  private FileSourceSplit split(String name) throws IOException {
    Path file = directory.resolve(name);
    return Splits.of(
        new org.apache.flink.core.fs.Path(FaultyFileSystem.path(directory), name),
        0,
        Files.size(file),
        Files.size(file));
  }
}
