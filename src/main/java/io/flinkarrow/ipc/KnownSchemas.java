package io.flinkarrow.ipc;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.frame.Message;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Schemas that came lately, by the bytes of their messages: producers of several versions take
 * turns. Holds a limited number, of limited size together. Not thread-safe.
 */
final class KnownSchemas {

  static final int MOST = 32;

  private static final long MOST_BYTES = 8 << 20;

  /**
   * A field and its layout are some objects, however few bytes of a message it shares with others.
   */
  private static final int FIELD_BYTES = 640;

  private final Map<Message, Kept> known = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Message(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Message message && Arrays.equals(bytes, message.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * @param weight heap bytes, roughly
   */
  private record Kept(PayloadSchema schema, long weight) {}

  /** Null if it has not come, or is forgotten. */
  PayloadSchema find(byte[] message) {
    Kept kept = known.get(new Message(message));
    return kept == null ? null : kept.schema();
  }

  /**
   * @param message kept, unless it is too large; one that {@link #find} does not know
   */
  void add(byte[] message, PayloadSchema schema) {
    long weight = message.length + weight(schema.own()) + weight(schema.checked());
    if (weight > MOST_BYTES) {
      return;
    }
    known.put(new Message(message), new Kept(schema, weight));
    bytes += weight;
    Iterator<Kept> eldest = known.values().iterator();
    while (known.size() > MOST || bytes > MOST_BYTES) {
      bytes -= eldest.next().weight();
      eldest.remove();
    }
  }

  private static long weight(BatchSchema schema) {
    return schema.message().length + FIELD_BYTES * fields(schema.schema().getFields());
  }

  private static long fields(List<Field> fields) {
    long count = fields.size();
    for (Field field : fields) {
      count += fields(field.getChildren());
    }
    return count;
  }

  int size() {
    return known.size();
  }
}
