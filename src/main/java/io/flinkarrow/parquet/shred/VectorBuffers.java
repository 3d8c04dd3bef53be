package io.flinkarrow.parquet.shred;

import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.shred.BatchBuffers.DictionaryBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * Walks vectors depth first and views their buffers as an IPC message would hold them.
 *
 * <p>Not by {@code FieldVector.getFieldBuffers()}: that sets indexes of the caller's buffers and
 * may rewrite its offsets. Lengths follow from the value counts; a buffer that is shorter than they
 * demand is passed as short as it is, for {@link BatchShredder#bind} to judge.
 */
final class VectorBuffers {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

  private final DictionaryProvider provider;
  private final List<Integer> nodeLengths = new ArrayList<>();
  private final List<Integer> nullCounts = new ArrayList<>();
  private final List<ByteBuffer> buffers = new ArrayList<>();
  private final Map<Long, DictionaryBuffers> dictionaries = new HashMap<>();

  /**
   * @param provider may be {@code null}
   */
  VectorBuffers(DictionaryProvider provider) {
    this.provider = provider;
  }

  BatchBuffers view(VectorSchemaRoot root) {
    for (FieldVector vector : root.getFieldVectors()) {
      add(vector, vector.getName());
    }
    return new BatchBuffers(
        root.getRowCount(),
        toArray(nodeLengths),
        toArray(nullCounts),
        buffers.toArray(ByteBuffer[]::new),
        dictionaries);
  }

  private void add(FieldVector field, String path) {
    DictionaryEncoding encoding = field.getField().getDictionary();
    if (encoding != null) {
      addDictionary(encoding.getId(), path);
    }
    FieldVector vector = storage(field);
    int slots = vector.getValueCount();
    ByteBuffer validity = view(vector.getValidityBuffer(), Bits.bytes(slots), path);
    nodeLengths.add(slots);
    nullCounts.add(
        validity.limit() < Bits.bytes(slots) ? 0 : slots - Bits.cardinality(validity, slots));
    buffers.add(validity);
    if (vector instanceof StructVector struct) {
      for (FieldVector child : struct.getChildrenFromFields()) {
        add(child, path + "." + child.getName());
      }
    } else if (vector instanceof ListVector list) {
      buffers.add(offsets(list.getOffsetBuffer(), slots, Integer.BYTES, path));
      add(list.getDataVector(), path + "." + list.getDataVector().getName());
    } else if (vector instanceof LargeListVector list) {
      buffers.add(offsets(list.getOffsetBuffer(), slots, Long.BYTES, path));
      add(list.getDataVector(), path + "." + list.getDataVector().getName());
    } else if (vector instanceof FixedSizeListVector list) {
      add(list.getDataVector(), path + "." + list.getDataVector().getName());
    } else {
      addValues(vector, slots, path);
    }
  }

  private void addValues(FieldVector vector, int slots, String path) {
    if (vector instanceof BitVector) {
      buffers.add(view(vector.getDataBuffer(), Bits.bytes(slots), path));
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      buffers.add(view(vector.getDataBuffer(), (long) slots * fixed.getTypeWidth(), path));
    } else if (vector instanceof BaseVariableWidthVector) {
      ByteBuffer offsets = offsets(vector.getOffsetBuffer(), slots, Integer.BYTES, path);
      long end = offsets.limit() < Integer.BYTES ? 0 : offsets.getInt(offsets.limit() - 4);
      buffers.add(offsets);
      buffers.add(view(vector.getDataBuffer(), end, path));
    } else if (vector instanceof BaseLargeVariableWidthVector) {
      ByteBuffer offsets = offsets(vector.getOffsetBuffer(), slots, Long.BYTES, path);
      long end = offsets.limit() < Long.BYTES ? 0 : offsets.getLong(offsets.limit() - 8);
      buffers.add(offsets);
      buffers.add(view(vector.getDataBuffer(), end, path));
    } else {
      throw new UnsupportedOperationException(
          "Field %s is held by a %s of type %s, which cannot be written to Parquet"
              .formatted(path, vector.getClass().getSimpleName(), vector.getField().getType()));
    }
  }

  private void addDictionary(long id, String path) {
    if (dictionaries.containsKey(id)) {
      return;
    }
    FieldVector values = storage(MessageFormat.dictionary(provider, id, path).getVector());
    boolean wideOffsets = values instanceof BaseLargeVariableWidthVector;
    if (!wideOffsets && !(values instanceof BaseVariableWidthVector)) {
      throw new UnsupportedOperationException(
          "Field %s is encoded with dictionary %d of type %s: decode it, only Utf8 and Binary may "
                  .formatted(path, id, values.getField().getType())
              + "be dictionary-encoded");
    }
    VectorBuffers viewer = new VectorBuffers(null);
    viewer.add(values, path + " (dictionary " + id + ")");
    ByteBuffer[] views = viewer.buffers.toArray(ByteBuffer[]::new);
    int size = viewer.nodeLengths.get(0);
    dictionaries.put(
        id,
        new DictionaryBuffers(
            size,
            viewer.nullCounts.get(0),
            views,
            DictionaryContent.hash(size, views[1], views[2], wideOffsets)));
  }

  private static FieldVector storage(FieldVector vector) {
    FieldVector storage = vector;
    while (storage instanceof ExtensionTypeVector<?> extension) {
      storage = (FieldVector) extension.getUnderlyingVector();
    }
    return storage;
  }

  private static ByteBuffer offsets(ArrowBuf buffer, int slots, int width, String path) {
    return view(buffer, slots == 0 ? 0 : (slots + 1L) * width, path);
  }

  private static ByteBuffer view(ArrowBuf buffer, long length, String path) {
    long bytes = Math.min(length, buffer.capacity());
    if (bytes <= 0) {
      return EMPTY;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Field %s has a buffer of %d bytes, but a batch may have at most %d a buffer: split it"
              .formatted(path, bytes, Integer.MAX_VALUE));
    }
    return buffer.nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
