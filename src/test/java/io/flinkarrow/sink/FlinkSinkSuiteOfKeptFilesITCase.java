package io.flinkarrow.sink;

import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.environment.TestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkExternalContext;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * The contract that Flink asks of every sink, of one whose files outlive checkpoints. Where the
 * suite stops a job with a savepoint, it does so without draining it, and waits for rows then that
 * are in open files. Without an annotation, the methods that do so are no tests here: {@link
 * KeptFilesITCase} has such jobs, and drains them.
 */
class FlinkSinkSuiteOfKeptFilesITCase extends SinkTestSuiteBase<Long> {

  @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  ExternalContextFactory<FlinkSinkSuiteITCase.Directory> context =
      test -> new FlinkSinkSuiteITCase.Directory(CheckpointMode.KEEPS_FILES_OPEN);

  @Override
  public void testStartFromSavepoint(
      TestEnvironment environment,
      DataStreamSinkExternalContext<Long> external,
      CheckpointingMode semantic) {}

  @Override
  public void testScaleUp(
      TestEnvironment environment,
      DataStreamSinkExternalContext<Long> external,
      CheckpointingMode semantic) {}

  @Override
  public void testScaleDown(
      TestEnvironment environment,
      DataStreamSinkExternalContext<Long> external,
      CheckpointingMode semantic) {}
}
