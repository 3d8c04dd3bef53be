package io.flinkarrow.parquet;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Entries of a file's key-value metadata that were added while rows were written. */
final class AddedMetadata {

  /** The objects of an entry, without its characters. */
  private static final int ENTRY_BYTES = 160;

  private final Map<String, String> entries = new LinkedHashMap<>(0);
  private long retainedBytes;

  /**
   * Adds one, in place of one of the same key.
   *
   * @throws IllegalArgumentException if the key is empty or the writer's own
   */
  void put(String key, String value) {
    OptionChecks.metadataKey(key);
    String replaced = entries.put(key, Objects.requireNonNull(value, "value"));
    retainedBytes +=
        replaced == null
            ? ENTRY_BYTES + 2L * (key.length() + value.length())
            : 2L * (value.length() - replaced.length());
  }

  Map<String, String> entries() {
    return entries;
  }

  long retainedBytes() {
    return retainedBytes;
  }

  void clear() {
    entries.clear();
    retainedBytes = 0;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(entries.size());
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private static void write(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  void readFrom(DataInputStream in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      put(read(in), read(in));
    }
  }

  private static String read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException("A text of %d bytes should not be here".formatted(length));
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
