package io.flinkarrow.parquet.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Serialized structs of a row group, one per chunk, one behind the other. A struct may be empty:
 * the chunk then has none.
 */
final class PackedStructs {

  private static final int ARRAY_HEADER = 16;

  /** This object with its two references. */
  private static final int OBJECT_BYTES = 24;

  private final byte[] bytes;
  private final int[] ends;

  private PackedStructs(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /** Serializes one struct. */
  interface Serializer {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Takes the structs in the order of the chunks. */
  static final class Builder {
    private final ByteArrayOutputStream out;
    private final int[] ends;
    private int count;

    Builder(int chunks) {
      this.out = new ByteArrayOutputStream(Math.max(1, chunks) * 64);
      this.ends = new int[chunks];
    }

    void add(Serializer struct) throws IOException {
      struct.writeTo(out);
      addNothing();
    }

    void addNothing() {
      ends[count++] = out.size();
    }

    PackedStructs build() {
      return new PackedStructs(out.toByteArray(), Arrays.copyOf(ends, count));
    }
  }

  /** Where a chunk's struct begins among the bytes of all. */
  int start(int chunk) {
    return chunk == 0 ? 0 : ends[chunk - 1];
  }

  /** The bytes of a chunk's struct; 0 if it has none. */
  int length(int chunk) {
    return ends[chunk] - start(chunk);
  }

  /** The bytes of all structs. */
  int length() {
    return bytes.length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  /** The heap bytes of all this. */
  long heapBytes() {
    return OBJECT_BYTES + 2 * ARRAY_HEADER + bytes.length + (long) Integer.BYTES * ends.length;
  }
}
