package io.flinkarrow.read;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
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

/** The contract that Flink asks of every source, in one-row batches. */
class FlinkSourceSuiteOfBatchesITCase extends SourceTestSuiteBase<RecordBatch> {

  @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext ExternalContextFactory<Batches> context = test -> new Batches();

  static final class Batches extends SourceSuiteFiles<RecordBatch> {

    @Override
    ArrowParquetSource.Builder<RecordBatch> source(org.apache.flink.core.fs.Path directory) {
      return ArrowParquetSource.forBatches(directory).schema(NumberedBatches.SCHEMA).batchRows(1);
    }

    @Override
    void write(Path file, List<RecordBatch> records) throws IOException {
      BatchSplits.write(
          file,
          WriterOptions.builder().rowGroupRows(20).build(),
          records.toArray(RecordBatch[]::new));
    }

    @Override
    RecordBatch record(long id) {
      return NumberedBatches.of(id);
    }

    @Override
    public TypeInformation<RecordBatch> getProducedType() {
      return RecordBatchTypeInfo.of(NumberedBatches.SCHEMA);
    }
  }
}
