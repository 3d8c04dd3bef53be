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

  private final List<Integer> nodeLengths = new ArrayList<>();
  private final List<Integer> nullCounts = new ArrayList<>();
  private final List<Integer> variadicCounts = new ArrayList<>();
  private final List<Long> bufferLengths = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private long byteLength;

  /** Puts a buffer's bytes into the target, which holds zeros there. */
  public interface Copy {
    void into(byte[] target, int offset);
  }

  /** The next field node. */
  public void node(int length, int nullCount) {
    nodeLengths.add(length);
    nullCounts.add(nullCount);
  }

  /** The number of data buffers of the next view column. */
  public void variadic(int count) {
    variadicCounts.add(count);
  }

  /**
   * The next buffer; its bytes are zero before they are copied.
   *
   * @param copy called by {@link #copy()}, so what it reads must stay until then
   */
  public void buffer(long length, Copy copy) {
    byteLength += align(length);
    bufferLengths.add(length);
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
    return bufferLengths.size();
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
    int[] lengths = bufferLengths.stream().mapToInt(Math::toIntExact).toArray();
    int[] offsets = new int[lengths.length];
    int position = 0;
    for (int i = 0; i < lengths.length; i++) {
      offsets[i] = position;
      copies.get(i).into(target, position);
      position += (int) align(lengths[i]);
    }
    return new BatchBody(
        new BodyLayout(
            toArray(nodeLengths),
            toArray(nullCounts),
            toArray(variadicCounts),
            offsets,
            lengths,
            target.length),
        target);
  }

  public static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  private static int[] toArray(List<Integer> values) {
    int[] array = new int[values.size()];
    Arrays.setAll(array, values::get);
    return array;
  }
}
