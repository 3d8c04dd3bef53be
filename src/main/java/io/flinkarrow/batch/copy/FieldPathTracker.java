package io.flinkarrow.batch.copy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Where a walk over columns stands, so that what it refuses has a name. */
final class FieldPathTracker {

  private final Deque<String> names = new ArrayDeque<>();

  void enter(String name) {
    names.addLast(String.valueOf(name));
  }

  void leave() {
    names.removeLast();
  }

  String path() {
    return String.join(".", names);
  }

  /**
   * @throws IllegalArgumentException if the buffer has fewer bytes
   */
  void requireBytes(ByteBuffer buffer, long bytes) {
    if (buffer.limit() < bytes) {
      throw refused("a buffer of %d bytes but needs %d", buffer.limit(), bytes);
    }
  }

  /**
   * @param message goes on where "Column '...' has " ends
   * @throws IllegalArgumentException if the condition doesn't hold
   */
  void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw refused(message, arguments);
    }
  }

  /** What {@link #require} throws; for conditions of single slots, whose numbers it would box. */
  IllegalArgumentException refused(String message, Object... arguments) {
    return new IllegalArgumentException(
        "Column '%s' has ".formatted(path()) + message.formatted(arguments));
  }
}
