package io.flinkarrow.read;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The contract that Flink asks of every source, in rows. */
@EnabledIfSystemProperty(named = "flinkarrow.extended", matches = "true")
class FlinkSourceSuiteOfRowsITCase extends SourceTestSuiteBase<RowData> {

  @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext ExternalContextFactory<Rows> context = test -> new Rows();

  static final class Rows extends SourceSuiteFiles<RowData> {

    @Override
    ArrowParquetSource.Builder<RowData> source(org.apache.flink.core.fs.Path directory) {
      return ArrowParquetSource.forRows(NumberedRows.TYPE, directory);
    }

    @Override
    void write(Path file, List<RowData> records) throws IOException {
      try (OutputStream out = Files.newOutputStream(file);
          RowParquetWriter writer =
              RowParquetWriter.open(
                  out, "", NumberedRows.TYPE, WriterOptions.builder().rowGroupRows(20).build())) {
        for (RowData row : records) {
          writer.write(row);
        }
        writer.finish();
      }
    }

    /** As the suite's sink gets it, so that both are equal. */
    @Override
    RowData record(long id) {
      GenericRowData row =
          GenericRowData.of(
              id,
              id % 7 == 0 ? null : StringData.fromString("row " + id),
              new GenericArrayData(new Integer[] {1, null}));
      return new RowDataSerializer(NumberedRows.TYPE).toBinaryRow(row).copy();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
      return InternalTypeInfo.of(NumberedRows.TYPE);
    }
  }
}
