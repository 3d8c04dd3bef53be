package io.flinkarrow.batch.body;

import io.flinkarrow.hash.XxHash64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Columns in Arrow's IPC layout: field nodes and buffers over one {@code byte[]}. Immutable and
 * shared: the arrays given are kept and must not be changed any more, the views handed out are
 * read-only. Two bodies are equal if nodes and buffers are, wherever in the body they lie.
 */
public final class BatchBody {

  private static final ByteBuffer EMPTY =
      ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer();

  private final BodyLayout layout;
  private final byte[] bytes;

  public BatchBody(BodyLayout layout, byte[] bytes) {
    if (bytes.length != layout.byteLength()) {
      throw new IllegalArgumentException(
          "The layout is that of a body of %d bytes but %d came"
              .formatted(layout.byteLength(), bytes.length));
    }
    this.layout = layout;
    this.bytes = bytes;
  }

  /**
   * A body as an IPC message describes it, nodes and buffers of all fields depth first.
   *
   * @param variadicCounts data buffers of each view column
   * @param bytes kept, not copied
   * @throws IllegalArgumentException if a buffer does not lie in {@code bytes} or a count is
   *     negative; the buffers' content is not looked at
   */
  public static BatchBody of(
      int[] nodeLengths,
      int[] nullCounts,
      int[] variadicCounts,
      int[] bufferOffsets,
      int[] bufferLengths,
      byte[] bytes) {
    return new BatchBody(
        new BodyLayout(
            nodeLengths.clone(),
            nullCounts.clone(),
            variadicCounts.clone(),
            bufferOffsets.clone(),
            bufferLengths.clone(),
            bytes.length),
        bytes);
  }

  /** The number of field nodes. */
  public int nodes() {
    return layout.nodeLengths().length;
  }

  /** Slots of each field node. */
  public int[] nodeLengths() {
    return layout.nodeLengths().clone();
  }

  /** Nulls of each field node. */
  public int[] nullCounts() {
    return layout.nullCounts().clone();
  }

  /** Data buffers of each view column. */
  public int[] variadicCounts() {
    return layout.variadicCounts().clone();
  }

  /** The number of buffers. */
  public int buffers() {
    return layout.bufferLengths().length;
  }

  /** A little-endian, read-only view; an omitted validity buffer is empty. */
  public ByteBuffer buffer(int index) {
    int length = layout.bufferLengths()[index];
    if (length == 0) {
      return EMPTY.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
    return ByteBuffer.wrap(bytes, layout.bufferOffsets()[index], length)
        .slice()
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All buffers, see {@link #buffer(int)}. */
  public ByteBuffer[] bufferViews() {
    ByteBuffer[] views = new ByteBuffer[buffers()];
    Arrays.setAll(views, this::buffer);
    return views;
  }

  /**
   * All buffers, each a part of the body's array: for those who copy from it, and write nothing.
   */
  public ByteBuffer[] arrayBuffers() {
    ByteBuffer[] buffers = new ByteBuffer[buffers()];
    Arrays.setAll(buffers, this::arrayBuffer);
    return buffers;
  }

  ByteBuffer arrayBuffer(int index) {
    return ByteBuffer.wrap(bytes, layout.bufferOffsets()[index], layout.bufferLengths()[index])
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Heap bytes: the body and its description. */
  public long sizeInBytes() {
    return bytes.length + layout.sizeInBytes();
  }

  public BodyLayout layout() {
    return layout;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** A 64-bit hash of nodes and buffers, independent of where they lie. */
  long contentHash() {
    long hash = hashOf(layout.nodeLengths(), 0);
    hash = hashOf(layout.nullCounts(), hash);
    hash = hashOf(layout.variadicCounts(), hash);
    for (int i = 0; i < layout.bufferLengths().length; i++) {
      hash = XxHash64.of(bytes, layout.bufferOffsets()[i], layout.bufferLengths()[i], hash);
    }
    return hash;
  }

  private static long hashOf(int[] values, long seed) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asIntBuffer().put(values);
    return XxHash64.of(buffer.array(), 0, buffer.capacity(), seed);
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof BatchBody body && layout.sameShape(body.layout) && sameBuffers(body);
  }

  private boolean sameBuffers(BatchBody other) {
    for (int i = 0; i < layout.bufferLengths().length; i++) {
      int length = layout.bufferLengths()[i];
      int mine = layout.bufferOffsets()[i];
      int theirs = other.layout.bufferOffsets()[i];
      if (!Arrays.equals(bytes, mine, mine + length, other.bytes, theirs, theirs + length)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(contentHash());
  }
}
