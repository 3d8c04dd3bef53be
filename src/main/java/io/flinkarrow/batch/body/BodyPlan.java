package io.flinkarrow.batch.body;

import io.flinkarrow.refusal.RefusedInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body before its bytes are copied: what nodes and buffers it will have, and how to get each
 * buffer. {@link #byteLength()} costs no copy, so that it can be decided first whether to split.
 *
 * <p>Nodes and buffers are added in the order of the format: all fields depth first, each with its
 * node, its validity (empty if nothing is null) and its other buffers.
 */
public final class BodyPlan {

  /** Array lengths near the maximum fail in some JVMs. */
  public static final int MAXIMUM_BYTES = Integer.MAX_VALUE - 64;

  private static final int ALIGNMENT = 8;

  private static final int INITIAL_NODES = 16;

  private int[] nodeLengths = new int[INITIAL_NODES];
  private int[] nullCounts = new int[INITIAL_NODES];
  private int nodes;
  private int[] variadicCounts = new int[1];
  private int viewColumns;
  private long[] bufferLengths = new long[2 * INITIAL_NODES];
  private final List<Copy> copies = new ArrayList<>(2 * INITIAL_NODES);
  private long byteLength;

  /** Puts a buffer's bytes into the target, which holds zeros there. */
  public interface Copy {
    void into(byte[] target, int offset);
  }

  /** The next field node. */
  public void node(int length, int nullCount) {
    if (nodes == nodeLengths.length) {
      nodeLengths = Arrays.copyOf(nodeLengths, 2 * nodes);
      nullCounts = Arrays.copyOf(nullCounts, 2 * nodes);
    }
    nodeLengths[nodes] = length;
    nullCounts[nodes] = nullCount;
    nodes++;
  }

  /** The number of data buffers of the next view column. */
  public void variadic(int count) {
    if (viewColumns == variadicCounts.length) {
      variadicCounts = Arrays.copyOf(variadicCounts, 2 * viewColumns);
    }
    variadicCounts[viewColumns] = count;
    viewColumns++;
  }

  /**
   * The next buffer; its bytes are zero before they are copied.
   *
   * @param copy called by {@link #copy()}, so what it reads must stay until then
   */
  public void buffer(long length, Copy copy) {
    int buffers = copies.size();
    if (buffers == bufferLengths.length) {
      bufferLengths = Arrays.copyOf(bufferLengths, 2 * buffers);
    }
    bufferLengths[buffers] = length;
    byteLength += align(length);
    copies.add(copy);
  }

  /** A buffer without bytes, as an omitted validity. */
  public void empty() {
    buffer(0, (target, offset) -> {});
  }

  /** A buffer that is a range of another. */
  public void bytes(ByteBuffer source, long from, long length) {
    buffer(
        length,
        (target, offset) -> source.get((int) from, target, offset, Math.toIntExact(length)));
  }

  /** The number of buffers so far. */
  public int buffers() {
    return copies.size();
  }

  /** Of the body, padding included. */
  public long byteLength() {
    return byteLength;
  }

  /**
   * Makes the body.
   *
   * @throws IllegalArgumentException if it would be larger than a Java array
   */
  public BatchBody copy() {
    if (byteLength > MAXIMUM_BYTES) {
      throw new RefusedInputException(
          "The columns take %d bytes but a batch holds at most 2 GiB; use RecordBatch.split"
              .formatted(byteLength));
    }
    byte[] target = new byte[(int) byteLength];
    int[] lengths = new int[copies.size()];
    int[] offsets = new int[lengths.length];
    int position = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = Math.toIntExact(bufferLengths[i]);
      offsets[i] = position;
      copies.get(i).into(target, position);
      position += (int) align(lengths[i]);
    }
    return new BatchBody(
        new BodyLayout(
            Arrays.copyOf(nodeLengths, nodes),
            Arrays.copyOf(nullCounts, nodes),
            Arrays.copyOf(variadicCounts, viewColumns),
            offsets,
            lengths,
            target.length),
        target);
  }

  public static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
