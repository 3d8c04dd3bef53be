package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches outlive failures in channels and in state, and never change their schema on the way. */
class RecordBatchStateTest {

  static final Schema OTHER_SCHEMA =
      new Schema(List.of(Field.nullable("id", new ArrowType.Int(32, true))));

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final TypeInformation<RecordBatch> TYPE =
      RecordBatchTypeInfo.of(SampleStream.SCHEMA);

  @TempDir Path directory;

  @Test
  void batchesInFlightComeBackFromAnUnalignedCheckpoint(@InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment environment = environment(configuration);
    SampleStream.source(environment, 300, 3000, 1e9, TYPE)
        .rebalance()
        .map(new KeepBatches(SampleStream.SCHEMA, 10))
        .sinkTo(new DiscardingSink<>());
    KeepBatches.FAIL.set(true);
    JobClient client = environment.executeAsync();
    client.getJobExecutionResult().get(60, TimeUnit.SECONDS);

    assertThat(KeepBatches.FAIL).isFalse();
    var checkpoints =
        cluster.getExecutionGraph(client.getJobID()).get().getCheckpointStatsSnapshot();
    assertThat(checkpoints.getCounts().getNumberOfRestoredCheckpoints()).isEqualTo(1);
    assertThat(checkpoints.getSummaryStats().getPersistedDataStats().getMaximum())
        .as("bytes of batches in a checkpoint's channel state")
        .isGreaterThan(100_000);
    assertThat(KeepBatches.kept)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, 300).mapToObj(n -> SampleStream.batch(n, 3000)).toList());
  }

  @ParameterizedTest
  @EnumSource(SavepointFormatType.class)
  void batchesInStateComeBackFromASavepoint(SavepointFormatType format) throws Exception {
    String savepoint = savepoint(format);
    List<RecordBatch> before = List.copyOf(KeepBatches.kept);
    assertThat(before).isNotEmpty();
    KeepBatches.restored = List.of();

    JobClient client = start(SampleStream.SCHEMA, savepoint);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (KeepBatches.kept.size() <= before.size() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    client.cancel().get(20, TimeUnit.SECONDS);
    assertThat(KeepBatches.restored).isEqualTo(before);
  }

  @Test
  void stateOfAnotherSchemaIsRefusedAndBothSchemasAreNamed() throws Exception {
    String savepoint = savepoint(SavepointFormatType.CANONICAL);
    JobClient client = start(OTHER_SCHEMA, savepoint);
    assertThatThrownBy(() -> client.getJobExecutionResult().get(30, TimeUnit.SECONDS))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("The state holds record batches of another schema")
                    .contains("field 0: expected 'id' Int(32, true), came 'id' Int(64, true)")
                    .contains("expected schema: ['id' Int(32, true)]")
                    .contains("actual schema:   ['id' Int(64, true), 'text' Utf8]"));
  }

  private String savepoint(SavepointFormatType format) throws Exception {
    KeepBatches.kept = List.of();
    JobClient client = start(SampleStream.SCHEMA, null);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (KeepBatches.kept.size() < 20 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    return client
        .stopWithSavepoint(false, directory.toUri().toString(), format)
        .get(20, TimeUnit.SECONDS);
  }

  private static JobClient start(Schema stateSchema, String savepoint) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment = environment(configuration);
    SampleStream.source(environment, 1_000_000, 10, 500, TYPE)
        .uid("source")
        .rebalance()
        .map(new KeepBatches(stateSchema, 0))
        .uid("keep")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
    return environment.executeAsync();
  }

  private static StreamExecutionEnvironment environment(Configuration configuration) {
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    return environment;
  }
}
