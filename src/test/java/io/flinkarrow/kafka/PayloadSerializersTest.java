package io.flinkarrow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.element.ValueTypeInfo;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads, and rejected ones, come back from the wire and from state as they were. */
class PayloadSerializersTest {

  private static final Payload PAYLOAD =
      new Payload("flights", 3, 1L << 40, 1_700_000_000_000L, new byte[] {1, 0, -1});
  private static final Payload DELETION = new Payload("größen", 0, 0, -1, null);
  private static final Payload EMPTY = new Payload("flights", 0, 0, -1, new byte[0]);

  static Stream<Object> elements() {
    return Stream.of(
        PAYLOAD,
        DELETION,
        EMPTY,
        new RejectedPayload(PAYLOAD, "at byte 7: ..."),
        new RejectedPayload(DELETION, ""));
  }

  @SuppressWarnings("unchecked")
  private static <T> TypeSerializer<T> serializer(T element) {
    TypeInformation<T> type = TypeInformation.of((Class<T>) element.getClass());
    assertThat(type).isInstanceOf(ValueTypeInfo.class);
    return type.createSerializer(new SerializerConfigImpl());
  }

  private static <T> byte[] written(TypeSerializer<T> serializer, T element) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(element, out);
    return out.getCopyOfBuffer();
  }

  @ParameterizedTest
  @MethodSource("elements")
  void elementsComeBack(Object element) throws Exception {
    TypeSerializer<Object> serializer = serializer(element);
    byte[] bytes = written(serializer, element);
    DataOutputSerializer copy = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(bytes), copy);
    DataInputDeserializer in = new DataInputDeserializer(copy.getCopyOfBuffer());
    assertThat(serializer.deserialize(in)).isEqualTo(element).hasSameHashCodeAs(element);
    assertThat(in.available()).isZero();
    assertThat(serializer.copy(element)).isSameAs(element);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void serializersComeBackFromTheirSnapshot(Object element) throws Exception {
    TypeSerializer<Object> serializer = serializer(element);
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<Object> restored =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  @Test
  void theFormStaysThatOfTheFirstRelease() throws Exception {
    String payload =
        "01"
            + "08666c6967687473"
            + "00000003"
            + "0000010000000000"
            + "0000018bcfe56800"
            + "00000003"
            + "0100ff";
    assertThat(HexFormat.of().formatHex(written(new PayloadSerializer(), PAYLOAD)))
        .isEqualTo(payload);
    assertThat(
            HexFormat.of()
                .formatHex(
                    written(new RejectedPayloadSerializer(), new RejectedPayload(PAYLOAD, "x"))))
        .isEqualTo("01" + "0278" + payload);
    assertThat(HexFormat.of().formatHex(written(new PayloadSerializer(), DELETION)))
        .endsWith("ffffffff");
  }

  @Test
  void bytesOfAnotherFormAreRefused() {
    byte[] other = HexFormat.of().parseHex("0208666c6967687473");
    assertThatThrownBy(() -> new PayloadSerializer().deserialize(new DataInputDeserializer(other)))
        .hasMessageContaining("Expected a payload in form 1 but form 2 came");
    byte[] negative =
        HexFormat.of().parseHex("0101" + "00000000" + "0000000000000000".repeat(2) + "fffffffe");
    assertThatThrownBy(
            () -> new PayloadSerializer().deserialize(new DataInputDeserializer(negative)))
        .hasMessageContaining("has -2 bytes");
  }

  @Test
  void textsShowNoContent() {
    assertThat(PAYLOAD)
        .hasToString("Payload[topic=flights, partition=3, offset=1099511627776, bytes=3]");
    assertThat(DELETION.toString()).contains("bytes=none");
  }

  @Test
  void payloadsDifferByEachOfTheirParts() {
    assertThat(
            Stream.of(
                PAYLOAD,
                new Payload("flights", 3, 1L << 40, 1_700_000_000_000L, new byte[] {1, 0}),
                new Payload("flights", 3, 1L << 40, 1_700_000_000_001L, new byte[] {1, 0, -1}),
                new Payload("flights", 3, 1L << 41, 1_700_000_000_000L, new byte[] {1, 0, -1}),
                new Payload("flights", 4, 1L << 40, 1_700_000_000_000L, new byte[] {1, 0, -1}),
                new Payload("strikes", 3, 1L << 40, 1_700_000_000_000L, new byte[] {1, 0, -1})))
        .doesNotHaveDuplicates();
  }
}
