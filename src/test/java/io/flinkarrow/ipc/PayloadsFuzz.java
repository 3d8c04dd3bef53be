package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as payloads of every form, by every policy, and as serialized batches: targets of the
 * fuzzer, which goes on from the seeds by itself. No part of the build, which has {@link
 * FuzzSeedsTest}: see docs/contributing.md.
 */
class PayloadsFuzz {

  private static final String DURATION = "3m";

  /** An array of 16 MiB is trusted to the length in front of it, larger ones grow as bytes come. */
  private static final long MOST_SERIALIZED_BYTES = 24L << 20;

  @MethodSource("streamSeeds")
  @FuzzTest(maxDuration = DURATION)
  void streams(byte[] payload) throws IOException {
    PayloadOracle.holds(() -> ArrowIpc.readStream(payload, PayloadOracle.LIMITS));
  }

  @MethodSource("fileSeeds")
  @FuzzTest(maxDuration = DURATION)
  void files(byte[] payload) throws IOException {
    PayloadOracle.holds(() -> ArrowIpc.readFile(payload, PayloadOracle.LIMITS));
  }

  @MethodSource("messageSeeds")
  @FuzzTest(maxDuration = DURATION)
  void messages(byte[] payload) throws IOException {
    Schema schema = FuzzSeeds.plain();
    PayloadOracle.holds(() -> List.of(ArrowIpc.readMessage(payload, schema, PayloadOracle.LIMITS)));
  }

  @MethodSource("producerSeeds")
  @FuzzTest(maxDuration = DURATION)
  void producers(byte[] payload) throws IOException {
    for (SchemaPolicy policy : SchemaPolicy.values()) {
      PayloadOracle.holds(
          () ->
              ArrowIpcDeserializationSchema.of(FuzzSeeds.table())
                  .withLimits(PayloadOracle.LIMITS)
                  .withSchemaPolicy(policy)
                  .decode(payload));
    }
  }

  @MethodSource("serializedSeeds")
  @FuzzTest(maxDuration = DURATION)
  void serializedBatches(byte[] bytes) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    PayloadOracle.requireFrugal(
        MOST_SERIALIZED_BYTES,
        () -> {
          try {
            in.reset();
            RecordBatch batch = serializer().deserialize(new DataInputViewStreamWrapper(in));
            assertThat(batch.schema()).isEqualTo(FuzzSeeds.table());
          } catch (IOException expected) {
            // The one exception that broken bytes of state and network may cause.
            return;
          }
        });
  }

  private static TypeSerializer<RecordBatch> serializer() {
    return RecordBatchTypeInfo.of(FuzzSeeds.table()).createSerializer(new SerializerConfigImpl());
  }

  static Stream<byte[]> streamSeeds() {
    return FuzzSeeds.streams().stream();
  }

  static Stream<byte[]> fileSeeds() {
    Stream<byte[]> ours =
        FuzzSeeds.batches().stream()
            .map(batch -> ArrowIpc.writeFile(batch.batchSchema(), List.of(batch, batch)));
    return Stream.concat(ours, FuzzSeeds.files().stream());
  }

  static Stream<byte[]> messageSeeds() {
    return Stream.of(ArrowIpc.writeMessage(FuzzSeeds.plainBatch()));
  }

  static Stream<byte[]> producerSeeds() {
    return FuzzSeeds.producers().stream().map(ArrowIpc::writeStream);
  }

  static Stream<byte[]> serializedSeeds() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordBatch empty = RecordBatch.empty(BatchSchema.of(FuzzSeeds.table()));
    List<RecordBatch> batches =
        ArrowIpcDeserializationSchema.of(FuzzSeeds.table())
            .withSchemaPolicy(SchemaPolicy.WIDENING)
            .decode(ArrowIpc.writeStream(FuzzSeeds.producers().get(0)));
    Stream.Builder<byte[]> seeds = Stream.builder();
    for (RecordBatch batch : List.of(empty, batches.get(0))) {
      out.reset();
      serializer().serialize(batch, new DataOutputViewStreamWrapper(out));
      seeds.add(out.toByteArray());
    }
    return seeds.build();
  }
}
