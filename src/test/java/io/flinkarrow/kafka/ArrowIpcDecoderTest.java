package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.testing.NumberedBatches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the decoder makes of payloads, by each policy. */
class ArrowIpcDecoderTest {

  private static final RecordBatch BATCH = NumberedBatches.of(0, 4);
  private static final byte[] GOOD =
      ArrowIpc.writeStream(BATCH.batchSchema(), List.of(BATCH, BATCH));
  private static final byte[] CUT = Arrays.copyOf(GOOD, GOOD.length - 1);

  private final List<OneInputStreamOperatorTestHarness<Payload, RecordBatch>> opened =
      new ArrayList<>();

  private static Payload payload(byte[] bytes) {
    return new Payload("flights", 3, 17, 1234, bytes);
  }

  private OneInputStreamOperatorTestHarness<Payload, RecordBatch> harness(ArrowIpcDecoder decoder)
      throws Exception {
    opened.add(ProcessFunctionTestHarnesses.forProcessFunction(decoder));
    return opened.get(opened.size() - 1);
  }

  @AfterEach
  void closeHarnesses() throws Exception {
    for (var harness : opened) {
      harness.close();
    }
  }

  @Test
  void allBatchesComeWithTheRecordsTimestamp() throws Exception {
    var harness = harness(ArrowIpcDecoder.of(NumberedBatches.SCHEMA));
    harness.processElement(payload(GOOD), 1234);
    harness.processElement(payload(null), 1235);
    assertThat(harness.getOutput())
        .hasSize(2)
        .allMatch(element -> element.equals(new StreamRecord<>(BATCH, 1234)));
  }

  @Test
  void aMalformedPayloadEndsTheJobUnlessToldOtherwise() throws Exception {
    failsWith(RefusedInputException.class, ArrowIpcDecoder.ofAnySchema());
  }

  @Test
  void aMalformedPayloadMayComeAgain() throws Exception {
    failsWith(
        IOException.class, ArrowIpcDecoder.ofAnySchema().onMalformed(MalformedPayloads.RESTART));
  }

  private void failsWith(Class<?> type, ArrowIpcDecoder decoder) throws Exception {
    var harness = harness(decoder);
    assertThatThrownBy(() -> harness.processElement(payload(CUT), 0))
        .isInstanceOf(type)
        .hasMessageStartingWith(
            "Topic flights, partition 3, offset 17: Malformed Arrow payload at byte ")
        .hasCauseInstanceOf(MalformedPayloadException.class);
    assertThat(harness.getOutput()).isEmpty();
  }

  @Test
  void aSkippedPayloadLeavesNothing() throws Exception {
    var harness = harness(ArrowIpcDecoder.ofAnySchema().onMalformed(MalformedPayloads.SKIP));
    harness.processElement(payload(CUT), 0);
    harness.processElement(payload(GOOD), 0);
    assertThat(harness.getOutput()).hasSize(2);
    assertThat(harness.getSideOutput(ArrowIpcDecoder.REJECTED)).isNull();
  }

  @Test
  void aRejectedPayloadGoesAsideAsItCame() throws Exception {
    var harness = harness(ArrowIpcDecoder.ofAnySchema().onMalformed(MalformedPayloads.REJECT));
    harness.processElement(payload(CUT), 0);
    assertThat(harness.getOutput()).isEmpty();
    RejectedPayload rejected = harness.getSideOutput(ArrowIpcDecoder.REJECTED).element().getValue();
    assertThat(rejected.payload().bytes()).isSameAs(CUT);
    assertThat(rejected.payload()).isEqualTo(payload(CUT));
    assertThat(rejected.reason()).startsWith("Malformed Arrow payload at byte ");
  }

  @Test
  void limitsAndPolicyAreKeptTogether() throws Exception {
    DecodeLimits oneRow = DecodeLimits.builder().maximumRows(1).build();
    for (ArrowIpcDecoder decoder :
        List.of(
            ArrowIpcDecoder.ofAnySchema().withLimits(oneRow).onMalformed(MalformedPayloads.REJECT),
            ArrowIpcDecoder.ofAnySchema()
                .onMalformed(MalformedPayloads.REJECT)
                .withLimits(oneRow))) {
      var harness = harness(decoder);
      harness.processElement(payload(GOOD), 0);
      assertThat(harness.getSideOutput(ArrowIpcDecoder.REJECTED)).hasSize(1);
    }
  }

  @Test
  void theTypeCarriesTheExpectedSchema() {
    assertThat(ArrowIpcDecoder.of(NumberedBatches.SCHEMA).getProducedType())
        .isEqualTo(RecordBatchTypeInfo.of(NumberedBatches.SCHEMA));
    assertThat(ArrowIpcDecoder.ofAnySchema().getProducedType())
        .isEqualTo(RecordBatchTypeInfo.ofAnySchema());
  }
}
