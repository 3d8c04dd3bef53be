package io.flinkarrow.kafka;

import io.flinkarrow.element.ValueTypeInfo;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The value of one Kafka record, undecoded, and where it was. An immutable element: its bytes must
 * not be changed, because they are shared and not copied.
 *
 * @param timestamp of the record, in milliseconds; -1 if it has none
 * @param bytes null if the record is a deletion
 */
@TypeInfo(Payload.TypeFactory.class)
public record Payload(
    String topic, int partition, long offset, long timestamp, @Nullable byte[] bytes) {

  /** The type of a stream of payloads, which Flink finds by itself too. */
  public static final TypeInformation<Payload> TYPE =
      new ValueTypeInfo<>(Payload.class, new PayloadSerializer());

  public Payload {
    Objects.requireNonNull(topic, "topic");
  }

  /** For Flink's type extraction. */
  public static final class TypeFactory extends TypeInfoFactory<Payload> {
    @Override
    public TypeInformation<Payload> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return TYPE;
    }
  }

  /** The failure of a task that may take this payload again. */
  IOException failure(MalformedPayloadException reason) {
    return new IOException(at(reason), reason);
  }

  /**
   * The failure of a job that this payload ends.
   *
   * @throws IOException if the decoder failed
   */
  RefusedInputException refusal(MalformedPayloadException reason) throws IOException {
    return reason.refusal(at(reason));
  }

  private String at(MalformedPayloadException reason) {
    return "Topic %s, partition %d, offset %d: %s"
        .formatted(topic, partition, offset, reason.getMessage());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && timestamp == that.timestamp
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset, timestamp, Arrays.hashCode(bytes));
  }

  /** Never shows content. */
  @Override
  public String toString() {
    return "Payload[topic=%s, partition=%d, offset=%d, bytes=%s]"
        .formatted(topic, partition, offset, bytes == null ? "none" : bytes.length);
  }
}
