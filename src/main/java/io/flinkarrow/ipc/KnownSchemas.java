package io.flinkarrow.ipc;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Schemas that came lately, by the bytes of their messages: producers of several versions take
 * turns. Holds a limited number, of limited size together. Not thread-safe.
 */
final class KnownSchemas {

  static final int MOST = 32;

  private static final int MOST_BYTES = 1 << 20;

  private final Map<Message, PayloadSchema> known = new LinkedHashMap<>(16, 0.75f, true);
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

  /** Null if it has not come, or is forgotten. */
  PayloadSchema find(byte[] message) {
    return known.get(new Message(message));
  }

  /**
   * @param message kept; one that {@link #find} does not know
   */
  void add(byte[] message, PayloadSchema schema) {
    known.put(new Message(message), schema);
    bytes += message.length;
    Iterator<Message> eldest = known.keySet().iterator();
    while (known.size() > MOST || (bytes > MOST_BYTES && known.size() > 1)) {
      bytes -= eldest.next().bytes.length;
      eldest.remove();
    }
  }

  int size() {
    return known.size();
  }
}
