package io.flinkarrow.batch.wire;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyLayout;
import io.flinkarrow.layout.ColumnShape;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How bodies lie on the wire: their layout, every count checked, or borne out by the input, before
 * anything of its size is allocated, then their bytes.
 *
 * <pre>
 * int nodes, { int length, int nulls } * nodes
 * int views, int * views                          data buffers of each view column
 * int buffers, { int offset, int length } * buffers
 * int bytes, byte * bytes
 * </pre>
 */
public final class BodySerialization {

  /** A length that lies costs no more than this before the input ends. */
  private static final int TRUSTED_BYTES = 16 << 20;

  private static final int TRUSTED_PAIRS = TRUSTED_BYTES / (2 * Integer.BYTES);

  private static final int CHUNK_BYTES = 16 << 10;

  private static final int MAXIMUM_SCHEMA_BYTES = 64 << 20;

  private BodySerialization() {}

  public static void writeBody(BatchBody body, DataOutputView out) throws IOException {
    writeLayout(body.layout(), out);
    out.write(body.bytes());
  }

  public static BatchBody readBody(ColumnShape shape, String where, DataInputView in)
      throws IOException {
    BodyLayout layout = readLayout(shape, where, in);
    return new BatchBody(layout, readBytes(in, layout.byteLength()));
  }

  /** The layout checked as in reading, the bytes straight from view to view. */
  public static void copyBody(ColumnShape shape, String where, DataInputView in, DataOutputView out)
      throws IOException {
    BodyLayout layout = readLayout(shape, where, in);
    writeLayout(layout, out);
    copyBytes(in, layout.byteLength(), out);
  }

  /** By chunks: DataOutputSerializer.write(in, length) fails where it would have to grow. */
  private static void copyBytes(DataInputView in, int length, DataOutputView out)
      throws IOException {
    byte[] chunk = new byte[Math.min(length, CHUNK_BYTES)];
    for (int left = length; left > 0; ) {
      int next = Math.min(left, chunk.length);
      in.readFully(chunk, 0, next);
      out.write(chunk, 0, next);
      left -= next;
    }
  }

  private static void writeLayout(BodyLayout layout, DataOutputView out) throws IOException {
    writePairs(layout.nodeLengths(), layout.nullCounts(), out);
    out.writeInt(layout.variadicCounts().length);
    for (int count : layout.variadicCounts()) {
      out.writeInt(count);
    }
    writePairs(layout.bufferOffsets(), layout.bufferLengths(), out);
    out.writeInt(layout.byteLength());
  }

  private static void writePairs(int[] first, int[] second, DataOutputView out) throws IOException {
    out.writeInt(first.length);
    for (int i = 0; i < first.length; i++) {
      out.writeInt(first[i]);
      out.writeInt(second[i]);
    }
  }

  static BodyLayout readLayout(ColumnShape shape, String where, DataInputView in)
      throws IOException {
    int nodes = in.readInt();
    requireCount(where, "field nodes", nodes, shape.nodes());
    Pairs lengthsAndNulls = readPairs(nodes, in);
    int views = in.readInt();
    requireCount(where, "view columns", views, shape.viewColumns());
    int[] variadicCounts = new int[views];
    long expectedBuffers = shape.fixedBuffers();
    for (int i = 0; i < views; i++) {
      variadicCounts[i] = in.readInt();
      if (variadicCounts[i] < 0) {
        throw broken(where, "%d data buffers in a view column".formatted(variadicCounts[i]));
      }
      expectedBuffers += variadicCounts[i];
    }
    int buffers = in.readInt();
    requireCount(where, "buffers", buffers, expectedBuffers);
    Pairs offsetsAndLengths = readPairs(buffers, in);
    try {
      return new BodyLayout(
          lengthsAndNulls.first(),
          lengthsAndNulls.second(),
          variadicCounts,
          offsetsAndLengths.first(),
          offsetsAndLengths.second(),
          in.readInt());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + " In " + where + ".", e);
    }
  }

  private record Pairs(int[] first, int[] second) {}

  /** View columns may claim any number of data buffers: arrays grow as the input bears it out. */
  private static Pairs readPairs(int count, DataInputView in) throws IOException {
    int[] first = new int[Math.min(count, TRUSTED_PAIRS)];
    int[] second = new int[first.length];
    for (int i = 0; i < count; i++) {
      if (i == first.length) {
        int length = (int) Math.min(count, 2L * i);
        first = Arrays.copyOf(first, length);
        second = Arrays.copyOf(second, length);
      }
      first[i] = in.readInt();
      second[i] = in.readInt();
    }
    return new Pairs(first, second);
  }

  /** {@code int length, byte * length}: the schema's IPC message. */
  public static void writeSchema(BatchSchema schema, DataOutputView out) throws IOException {
    out.writeInt(schema.messageBytes().length);
    out.write(schema.messageBytes());
  }

  /** The IPC message of a schema whose length was read already. */
  public static byte[] readSchemaMessage(int length, String where, DataInputView in)
      throws IOException {
    if (length < 0 || length > MAXIMUM_SCHEMA_BYTES) {
      throw broken(where, "a schema of %d bytes".formatted(length));
    }
    return readBytes(in, length);
  }

  static byte[] readBytes(DataInputView in, int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, TRUSTED_BYTES)];
    in.readFully(bytes);
    while (bytes.length < length) {
      int read = bytes.length;
      bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
      in.readFully(bytes, read, bytes.length - read);
    }
    return bytes;
  }

  public static void requireCount(String where, String what, int count, long expected)
      throws IOException {
    if (count != expected) {
      throw broken(where, "%d %s, the schema asks for %d".formatted(count, what, expected));
    }
  }

  public static IOException broken(String where, String what) {
    return new IOException(
        "Broken record batch: %s has %s. The bytes were changed or cut on their way, or a serializer before this one read too much or too little."
            .formatted(where, what));
  }
}
