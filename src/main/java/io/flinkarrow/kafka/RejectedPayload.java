package io.flinkarrow.kafka;

import io.flinkarrow.element.ValueTypeInfo;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A payload that can't be decoded, as it came.
 *
 * @param reason where in the payload what is wrong; names and lengths, never values
 */
@TypeInfo(RejectedPayload.TypeFactory.class)
public record RejectedPayload(Payload payload, String reason) {

  /** The type of a stream of rejected payloads, which Flink finds by itself too. */
  public static final TypeInformation<RejectedPayload> TYPE =
      new ValueTypeInfo<>(RejectedPayload.class, new RejectedPayloadSerializer());

  public RejectedPayload {
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(reason, "reason");
  }

  /** For Flink's type extraction. */
  public static final class TypeFactory extends TypeInfoFactory<RejectedPayload> {
    @Override
    public TypeInformation<RejectedPayload> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return TYPE;
    }
  }
}
