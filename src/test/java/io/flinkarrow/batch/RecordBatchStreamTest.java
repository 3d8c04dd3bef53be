package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches travel through jobs like any value, and never by Kryo. */
class RecordBatchStreamTest {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int BATCHES = 60;
  private static final int ROWS = 3000;

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void batchesArriveUnchangedChainedOverTheNetworkAndAtTwoConsumers(
      boolean objectReuse, boolean declareSchema) throws Exception {
    StreamExecutionEnvironment environment = environment(objectReuse);
    TypeInformation<RecordBatch> type =
        declareSchema
            ? RecordBatchTypeInfo.of(SampleStream.SCHEMA)
            : TypeInformation.of(RecordBatch.class);
    DataStream<RecordBatch> travelled =
        SampleStream.source(environment, BATCHES, ROWS, 1e9, type)
            .map(batch -> batch)
            .rebalance()
            .map(batch -> batch)
            .returns(type)
            .broadcast();
    DataStream<String> first = travelled.map(batch -> describe("first", batch));
    DataStream<String> second =
        travelled.map(batch -> batch.slice(0, ROWS)).map(batch -> describe("second", batch));
    List<String> arrived = first.union(second).executeAndCollect(10_000);
    List<String> expected =
        LongStream.range(0, BATCHES)
            .boxed()
            .flatMap(number -> LongStream.range(0, 2).mapToObj(copy -> number))
            .flatMap(number -> List.of("first " + number, "second " + number).stream())
            .toList();
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String describe(String consumer, RecordBatch batch) {
    long number = SampleStream.number(batch);
    boolean unchanged = batch.equals(SampleStream.batch(number, ROWS));
    return consumer + " " + number + (unchanged ? "" : " changed");
  }

  @Test
  void lambdasNeedNoTypeInformation() {
    StreamExecutionEnvironment environment = environment(false);
    DataStream<RecordBatch> mapped =
        SampleStream.source(environment, 1, 1, 1e9, RecordBatchTypeInfo.of(SampleStream.SCHEMA))
            .map(batch -> batch.slice(0, 1));
    assertThat(mapped.getType()).isEqualTo(RecordBatchTypeInfo.ofAnySchema());
    assertThat(TypeInformation.of(RecordBatch.class)).isEqualTo(RecordBatchTypeInfo.ofAnySchema());
    assertThat(((PojoTypeInfo<?>) Types.POJO(Holder.class)).getPojoFieldAt(0).toString())
        .contains("RecordBatch");
  }

  /** A user's class with a batch in it. */
  public static final class Holder {
    public long number;
    public RecordBatch batch;
  }

  @Test
  void aBatchOfAnotherSchemaThanDeclaredFailsTheJobAndNamesBothSchemas() {
    StreamExecutionEnvironment environment = environment(false);
    environment.configure(
        new Configuration()
            .set(org.apache.flink.configuration.RestartStrategyOptions.RESTART_STRATEGY, "none"));
    DataStream<RecordBatch> declared =
        SampleStream.source(environment, 10, 5, 1e9, RecordBatchTypeInfo.of(SampleStream.SCHEMA))
            .map(batch -> batch)
            .returns(RecordBatchTypeInfo.of(RecordBatchStateTest.OTHER_SCHEMA))
            .rebalance();
    assertThatThrownBy(() -> declared.map(RecordBatch::rowCount).executeAndCollect(10))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("expected schema: ['id' Int(32, true)]")
                    .contains("actual schema:   ['id' Int(64, true), 'text' Utf8]"));
  }

  private static StreamExecutionEnvironment environment(boolean objectReuse) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, objectReuse);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    return environment;
  }
}
