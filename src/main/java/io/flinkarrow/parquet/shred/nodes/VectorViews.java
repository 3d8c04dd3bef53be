package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.parquet.shred.BatchShredder;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.LargeListViewVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.ListViewVector;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * Walks vectors depth first and views their buffers as an IPC message would hold them.
 *
 * <p>Not by {@code FieldVector.getFieldBuffers()}: that sets indexes of the caller's buffers and
 * may rewrite its offsets. Lengths follow from the value counts; a buffer that is shorter than they
 * demand is passed as short as it is, for {@link BatchShredder#bind} to judge.
 */
final class VectorViews {

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

  private final DictionaryProvider provider;
  private int[] nodeLengths = new int[16];
  private int nodes;
  private ByteBuffer[] buffers = new ByteBuffer[32];
  private int bufferCount;

  /** Data buffers of each column of views. */
  private final List<Integer> variadicCounts = new ArrayList<>();

  /** From the top-level field to the one at hand, for messages. */
  private final List<String> path = new ArrayList<>();

  private final Map<Long, DictionaryBuffers> dictionaries;

  /** Those that are being viewed, whose values lie around the field at hand. */
  private final Set<Long> dictionariesAbove;

  /**
   * @param provider may be {@code null}
   */
  VectorViews(DictionaryProvider provider) {
    this(provider, new HashMap<>(), new HashSet<>());
  }

  private VectorViews(
      DictionaryProvider provider,
      Map<Long, DictionaryBuffers> dictionaries,
      Set<Long> dictionariesAbove) {
    this.provider = provider;
    this.dictionaries = dictionaries;
    this.dictionariesAbove = dictionariesAbove;
  }

  BatchBuffers view(VectorSchemaRoot root) {
    for (FieldVector vector : root.getFieldVectors()) {
      add(vector, vector.getName());
    }
    return new BatchBuffers(
        root.getRowCount(),
        Arrays.copyOf(nodeLengths, nodes),
        uncounted(),
        Arrays.copyOf(buffers, bufferCount),
        dataBuffers(),
        dictionaries);
  }

  private void add(FieldVector field, String name) {
    path.add(name);
    DictionaryEncoding encoding = field.getField().getDictionary();
    if (encoding != null) {
      addDictionary(encoding.getId());
    }
    FieldVector vector = storage(field);
    if (vector instanceof UnionVector || vector instanceof DenseUnionVector) {
      throw unsupported(vector);
    }
    int slots = vector.getValueCount();
    addNode(slots);
    if (vector instanceof RunEndEncodedVector runs) {
      add(runs.getRunEndsVector(), runs.getRunEndsVector().getName());
      add(runs.getValuesVector(), runs.getValuesVector().getName());
      path.remove(path.size() - 1);
      return;
    }
    if (vector instanceof NullVector) {
      path.remove(path.size() - 1);
      return;
    }
    addBuffer(view(vector.getValidityBuffer(), Bitmaps.bytes(slots)));
    if (vector instanceof BaseFixedWidthVector || vector instanceof VariableWidthFieldVector) {
      addValues(vector, slots);
    } else if (vector instanceof StructVector struct) {
      for (FieldVector child : struct.getChildrenFromFields()) {
        add(child, child.getName());
      }
    } else if (vector instanceof ListVector list) {
      addBuffer(offsets(list.getOffsetBuffer(), slots, Integer.BYTES));
      add(list.getDataVector(), list.getDataVector().getName());
    } else if (vector instanceof LargeListVector list) {
      addBuffer(offsets(list.getOffsetBuffer(), slots, Long.BYTES));
      add(list.getDataVector(), list.getDataVector().getName());
    } else if (vector instanceof ListViewVector list) {
      addBuffer(view(list.getOffsetBuffer(), (long) slots * Integer.BYTES));
      addBuffer(view(list.getSizeBuffer(), (long) slots * Integer.BYTES));
      add(list.getDataVector(), list.getDataVector().getName());
    } else if (vector instanceof LargeListViewVector list) {
      addBuffer(view(list.getOffsetBuffer(), (long) slots * Long.BYTES));
      addBuffer(view(list.getSizeBuffer(), (long) slots * Long.BYTES));
      add(list.getDataVector(), list.getDataVector().getName());
    } else if (vector instanceof FixedSizeListVector list) {
      add(list.getDataVector(), list.getDataVector().getName());
    } else {
      throw unsupported(vector);
    }
    path.remove(path.size() - 1);
  }

  private void addValues(FieldVector vector, int slots) {
    if (vector instanceof BitVector) {
      addBuffer(view(vector.getDataBuffer(), Bitmaps.bytes(slots)));
    } else if (vector instanceof BaseFixedWidthVector fixed) {
      addBuffer(view(vector.getDataBuffer(), (long) slots * fixed.getTypeWidth()));
    } else if (vector instanceof BaseVariableWidthVector) {
      ByteBuffer offsets = offsets(vector.getOffsetBuffer(), slots, Integer.BYTES);
      long end = offsets.limit() < Integer.BYTES ? 0 : offsets.getInt(offsets.limit() - 4);
      addBuffer(offsets);
      addBuffer(view(vector.getDataBuffer(), end));
    } else if (vector instanceof BaseLargeVariableWidthVector) {
      ByteBuffer offsets = offsets(vector.getOffsetBuffer(), slots, Long.BYTES);
      long end = offsets.limit() < Long.BYTES ? 0 : offsets.getLong(offsets.limit() - 8);
      addBuffer(offsets);
      addBuffer(view(vector.getDataBuffer(), end));
    } else if (vector instanceof BaseVariableWidthViewVector views) {
      addViews(views, slots);
    } else {
      throw unsupported(vector);
    }
  }

  private void addViews(BaseVariableWidthViewVector vector, int slots) {
    addBuffer(view(vector.getDataBuffer(), (long) slots * ViewForm.WIDTH));
    List<ArrowBuf> dataBuffers = vector.getDataBuffers();
    for (ArrowBuf buffer : dataBuffers) {
      // Loaded buffers have no writer index: all of it may be data.
      addBuffer(view(buffer, buffer.capacity()));
    }
    variadicCounts.add(dataBuffers.size());
  }

  private void addNode(int slots) {
    if (nodes == nodeLengths.length) {
      nodeLengths = Arrays.copyOf(nodeLengths, 2 * nodes);
    }
    nodeLengths[nodes++] = slots;
  }

  private void addBuffer(ByteBuffer buffer) {
    if (bufferCount == buffers.length) {
      buffers = Arrays.copyOf(buffers, 2 * bufferCount);
    }
    buffers[bufferCount++] = buffer;
  }

  private UnsupportedOperationException unsupported(FieldVector vector) {
    return new UnsupportedOperationException(
        "Field %s is held by a %s of type %s, which cannot be written to Parquet"
            .formatted(path(), vector.getClass().getSimpleName(), vector.getField().getType()));
  }

  private String path() {
    return String.join(".", path);
  }

  private void addDictionary(long id) {
    if (dictionaries.containsKey(id)) {
      return;
    }
    if (!dictionariesAbove.add(id)) {
      throw MessageFormat.refersToItself(id, path());
    }
    FieldVector values = storage(MessageFormat.dictionary(provider, id, path()).getVector());
    VectorViews viewer = new VectorViews(provider, dictionaries, dictionariesAbove);
    viewer.add(values, path() + " (dictionary " + id + ")");
    ByteBuffer[] views = Arrays.copyOf(viewer.buffers, viewer.bufferCount);
    int[] lengths = Arrays.copyOf(viewer.nodeLengths, viewer.nodes);
    boolean wideOffsets = values instanceof BaseLargeVariableWidthVector;
    // Only dictionaries of bytes are known by their content.
    long hash =
        wideOffsets || values instanceof BaseVariableWidthVector
            ? DictionaryContent.hash(lengths[0], views[1], views[2], wideOffsets)
            : 0;
    dictionaries.put(
        id,
        new DictionaryBuffers(
            lengths[0], lengths, viewer.uncounted(), views, viewer.dataBuffers(), hash, null));
    dictionariesAbove.remove(id);
  }

  private int[] dataBuffers() {
    return BatchBuffers.dataBuffers(variadicCounts.stream().mapToInt(i -> i).toArray());
  }

  private int[] uncounted() {
    int[] nullCounts = new int[nodes];
    Arrays.fill(nullCounts, BatchBuffers.UNCOUNTED);
    return nullCounts;
  }

  private static FieldVector storage(FieldVector vector) {
    FieldVector storage = vector;
    while (storage instanceof ExtensionTypeVector<?> extension) {
      storage = (FieldVector) extension.getUnderlyingVector();
    }
    return storage;
  }

  private ByteBuffer offsets(ArrowBuf buffer, int slots, int width) {
    return view(buffer, slots == 0 ? 0 : (slots + 1L) * width);
  }

  private ByteBuffer view(ArrowBuf buffer, long length) {
    long bytes = Math.min(length, buffer.capacity());
    if (bytes <= 0) {
      return EMPTY;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new RefusedRowsException(
          "Field %s has a buffer of %d bytes, but a batch may have at most %d a buffer: split it"
              .formatted(path(), bytes, Integer.MAX_VALUE));
    }
    return buffer.nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
