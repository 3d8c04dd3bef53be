package io.flinkarrow.sink;

import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/** The contract that Flink asks of every sink, of one whose files outlive checkpoints. */
class FlinkSinkSuiteOfKeptFilesITCase extends SinkTestSuiteBase<Long> {

  @TestEnv MiniClusterTestEnvironment cluster = new MiniClusterTestEnvironment();

  @TestSemantics
  CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  ExternalContextFactory<FlinkSinkSuiteITCase.Directory> context =
      test -> new FlinkSinkSuiteITCase.Directory(CheckpointMode.KEEPS_FILES_OPEN);
}
