package io.flinkarrow.batch.vectors;

import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Looks at vectors as field nodes and buffers, without copying them or changing what they hold.
 *
 * <p>By {@code FieldVector.getFieldBuffers()}, which knows every layout there is. As before any IPC
 * message, it sets reader and writer indexes of the vectors' buffers and fills in offsets of values
 * that were never set, so no other thread may use the vectors meanwhile. ({@code parquet.shred}
 * looks without touching, but only at what Parquet has a form for.)
 */
final class VectorColumns {

  private final List<Integer> nodeLengths = new ArrayList<>();
  private final List<Integer> variadicCounts = new ArrayList<>();
  private final List<ByteBuffer> buffers = new ArrayList<>();

  private VectorColumns() {}

  /**
   * @throws IllegalArgumentException if a vector isn't what its field says
   */
  static ColumnBuffers of(List<ColumnLayout> columns, List<FieldVector> vectors) {
    VectorColumns collected = new VectorColumns();
    collected.add("the batch", columns, vectors);
    return new ColumnBuffers(
        toArray(collected.nodeLengths),
        toArray(collected.variadicCounts),
        collected.buffers.toArray(ByteBuffer[]::new));
  }

  private void add(String where, List<ColumnLayout> columns, List<FieldVector> vectors) {
    if (columns.size() != vectors.size()) {
      throw new IllegalArgumentException(
          "The schema says that %s has %d columns but it has %d vectors; a root made before its nested vectors got their children has an outdated schema, make it after"
              .formatted(where, columns.size(), vectors.size()));
    }
    for (int i = 0; i < columns.size(); i++) {
      add(columns.get(i), vectors.get(i));
    }
  }

  private void add(ColumnLayout column, FieldVector vector) {
    ArrowType expected = column.type();
    ArrowType actual = StorageType.of(vector.getField());
    if (!expected.equals(actual)) {
      throw new IllegalArgumentException(
          "Column '%s' is %s in the schema but its vector is %s"
              .formatted(column.name(), expected, actual));
    }
    nodeLengths.add(vector.getValueCount());
    List<ArrowBuf> fieldBuffers = vector.getFieldBuffers();
    int fixed = column.buffers();
    if (column.hasDataBuffers() ? fieldBuffers.size() < fixed : fieldBuffers.size() != fixed) {
      throw new IllegalArgumentException(
          "Column '%s' of type %s has %d buffers, expected %d"
              .formatted(column.name(), expected, fieldBuffers.size(), fixed));
    }
    for (int i = 0; i < fieldBuffers.size(); i++) {
      ArrowBuf buffer = fieldBuffers.get(i);
      // Which part of a view column's data buffers is filled only the writer index tells.
      long length = i < fixed ? buffer.capacity() : buffer.writerIndex();
      buffers.add(view(column, buffer, length));
    }
    if (column.hasDataBuffers()) {
      variadicCounts.add(fieldBuffers.size() - fixed);
    }
    add("column '" + column.name() + "'", column.children(), vector.getChildrenFromFields());
  }

  private static ByteBuffer view(ColumnLayout column, ArrowBuf buffer, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Column '%s' has a buffer of %d bytes; batches can be made of buffers up to 2 GiB, slice the root first"
              .formatted(column.name(), length));
    }
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    try {
      return buffer.nioBuffer(0, Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (UnsupportedOperationException e) {
      throw new IllegalStateException(
          "Arrow can't look at its memory in this JVM. Start it with --add-opens=java.base/java.nio=ALL-UNNAMED (Flink: env.java.opts.all)",
          e);
    }
  }

  private static int[] toArray(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
