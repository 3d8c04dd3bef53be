package io.flinkarrow.parquet.shred.values;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.geo.GeoArrowEncoding;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import io.flinkarrow.parquet.shred.nodes.OffsetBuffers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import javax.annotation.Nullable;

/**
 * The nested columns of one GeoArrow field, bound to one batch after the other. Binding checks all
 * lengths and offsets, so that what is read afterwards lies inside of the batch.
 */
final class GeoArrowBuffers {

  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private final GeoArrowEncoding encoding;
  private final int lists;
  private final ByteBuffer[] offsets;

  /** Of each level from the second on; null if nothing is null there. */
  private final ByteBuffer[] validities;

  /** Of each axis, or one of all. */
  private final ByteBuffer[] numbers;

  private final ByteBuffer[] numberValidities;

  private LeafNode leaf;
  private BatchBuffers batch;
  private int node;
  private int buffer;

  GeoArrowBuffers(GeoArrowEncoding encoding) {
    this.encoding = encoding;
    this.lists = encoding.wideOffsets().size();
    this.offsets = new ByteBuffer[lists];
    this.validities = new ByteBuffer[lists + 1];
    int columns = encoding.separated() ? encoding.axes() : 1;
    this.numbers = new ByteBuffer[columns];
    this.numberValidities = new ByteBuffer[columns];
  }

  void bind(LeafNode ofLeaf, BatchBuffers ofBatch) {
    leaf = ofLeaf;
    batch = ofBatch;
    node = leaf.position().node();
    buffer = 1;
    int slots = leaf.length();
    for (int level = 0; level < lists; level++) {
      int below = batch.nodeLengths()[node + 1];
      offsets[level] = leaf.buffer(batch, buffer++);
      leaf.checkOffsets(
          offsets[level], encoding.wideOffsets().get(level), slots, below, "number of elements");
      validities[level + 1] = enter(0);
      slots = below;
    }
    int perSlot = encoding.separated() ? 1 : encoding.axes();
    long expected = (long) slots * perSlot;
    for (int column = 0; column < numbers.length; column++) {
      numberValidities[column] = enter(expected);
      numbers[column] = leaf.buffer(batch, buffer++);
      leaf.checkLength(numbers[column], expected * Double.BYTES, "coordinates");
    }
    batch = null;
  }

  /**
   * Goes to the next field and its validity, which it returns if a slot is null.
   *
   * @param minimumLength the slots that the field above refers to
   */
  @Nullable
  private ByteBuffer enter(long minimumLength) {
    node++;
    int length = batch.nodeLengths()[node];
    if (length < minimumLength) {
      throw leaf.malformed(
          "coordinates with a length of at least " + minimumLength, "a length of " + length);
    }
    ByteBuffer validity = leaf.buffer(batch, buffer++);
    if (validity.limit() == 0) {
      return null;
    }
    leaf.checkLength(validity, Bitmaps.bytes(length), "validity");
    return Bitmaps.count(validity, length) == length ? null : validity;
  }

  void unbind() {
    leaf = null;
    Arrays.fill(offsets, null);
    Arrays.fill(validities, null);
    Arrays.fill(numbers, null);
    Arrays.fill(numberValidities, null);
  }

  /** Whether something inside of geometries is null; the geometry may be null, too. */
  boolean hasNulls() {
    return Stream.of(validities, numberValidities).flatMap(Stream::of).anyMatch(Objects::nonNull);
  }

  /** Where the elements of a slot of a list begin, or end those of the one before. */
  int offset(int level, int slot) {
    return (int) OffsetBuffers.at(offsets[level], encoding.wideOffsets().get(level), slot);
  }

  /** Whether a part or a coordinate of a geometry is null. */
  boolean hasNullInside(int geometry) {
    int from = geometry;
    int to = geometry + 1;
    for (int level = 0; level < lists && from < to; level++) {
      int below = offset(level, from);
      to = offset(level, to);
      from = below;
      if (hasNull(validities[level + 1], from, to)) {
        return true;
      }
    }
    int perSlot = encoding.separated() ? 1 : encoding.axes();
    for (ByteBuffer validity : numberValidities) {
      if (hasNull(validity, from * perSlot, to * perSlot)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasNull(@Nullable ByteBuffer validity, int from, int to) {
    for (int slot = from; validity != null && slot < to; slot++) {
      if (!Bitmaps.isSet(validity, slot)) {
        return true;
      }
    }
    return false;
  }

  /** Copies coordinates, interleaved. */
  void copyPoints(int from, int to, byte[] out, int at) {
    int axes = encoding.axes();
    if (!encoding.separated()) {
      int bytes = axes * Double.BYTES;
      numbers[0].get(from * bytes, out, at, (to - from) * bytes);
      return;
    }
    for (int axis = 0; axis < axes; axis++) {
      ByteBuffer column = numbers[axis];
      int target = at + axis * Double.BYTES;
      for (int slot = from; slot < to; slot++, target += axes * Double.BYTES) {
        DOUBLE.set(out, target, column.getDouble(slot * Double.BYTES));
      }
    }
  }
}
