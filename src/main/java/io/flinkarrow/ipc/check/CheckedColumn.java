package io.flinkarrow.ipc.check;

import io.flinkarrow.ipc.body.HeapBuffer;
import io.flinkarrow.ipc.body.MalformedBytesException;

/**
 * A column whose length and validity have been checked.
 *
 * @param path names from the top, for messages
 * @param validity empty if nothing is null
 * @param visible slots that can be seen through the column's parents
 * @param where where in the payload the column is described
 */
record CheckedColumn(
    PathFromTop path, int length, HeapBuffer validity, VisibleSlots visible, long where) {

  boolean isNull(int slot) {
    return !validity.isEmpty() && !validity.bit(slot);
  }

  /** Refuses a buffer that is too short for what the column's slots need. */
  void requireBytes(HeapBuffer buffer, long needed) throws MalformedBytesException {
    if (buffer.length() < needed) {
      throw refused(
          buffer.origin(),
          "has %d slots and a buffer of %d bytes for them, %d are needed"
              .formatted(length, buffer.length(), needed));
    }
  }

  MalformedBytesException refused(HeapBuffer buffer, String reason) {
    return refused(buffer.origin(), reason);
  }

  MalformedBytesException refused(long position, String reason) {
    return new MalformedBytesException(position, "Column '%s' %s".formatted(path, reason));
  }
}
