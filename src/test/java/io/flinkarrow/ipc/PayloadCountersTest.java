package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.testing.NumberedBatches;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

/** What the counters say of payloads of each kind. */
class PayloadCountersTest {

  /** Remembers what is registered in it and below it. */
  private static final class Registered extends UnregisteredMetricsGroup {
    private final String name;
    private final Map<String, Counter> counters;

    Registered(String name, Map<String, Counter> counters) {
      this.name = name;
      this.counters = counters;
    }

    @Override
    public Registered addGroup(String group) {
      return new Registered(name + group + ".", counters);
    }

    @Override
    public <C extends Counter> C counter(String counter, C value) {
      counters.put(name + counter, value);
      return value;
    }
  }

  private final Map<String, Counter> counters = new TreeMap<>();
  private final Registered group = new Registered("", counters);

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach((name, counter) -> counts.put(name, counter.getCount()));
    return counts;
  }

  @Test
  void theSchemaCountsWhatItDecodes() throws Exception {
    var schema = ArrowIpcDeserializationSchema.of(NumberedBatches.SCHEMA);
    schema.register(group);
    schema.decode(ArrowIpc.writeStream(NumberedBatches.of(0, 7)));
    schema.decode(null);
    assertThatThrownBy(() -> schema.decode(new byte[] {1, 2, 3}))
        .isInstanceOfSatisfying(
            MalformedPayloadException.class,
            refusal -> assertThat(refusal.isDecoderFailure()).isFalse());
    assertThat(counts())
        .isEqualTo(
            Map.of(
                "arrowIpc.payloads", 3L,
                "arrowIpc.malformedPayloads", 1L,
                "arrowIpc.decoderFailures", 0L,
                "arrowIpc.batches", 1L,
                "arrowIpc.rows", 7L));
  }

  @Test
  void faultsOfTheDecoderAreCountedApart() {
    PayloadCounters counted = new PayloadCounters();
    counted.register(group);
    counted.countDecoded(List.of());
    counted.countMalformed(new MalformedPayloadException(0, "too short"));
    counted.countMalformed(
        MalformedPayloadException.ofDecoderFailure(new IllegalStateException("a fault")));
    assertThat(counts())
        .containsEntry("arrowIpc.payloads", 3L)
        .containsEntry("arrowIpc.malformedPayloads", 2L)
        .containsEntry("arrowIpc.decoderFailures", 1L);
  }
}
