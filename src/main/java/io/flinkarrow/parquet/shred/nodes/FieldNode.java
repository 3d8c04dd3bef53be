package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.schema.FieldPosition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import javax.annotation.Nullable;

/**
 * A field of the plan, bound to one batch after the other. Binding checks the field's node and
 * buffers, so that whatever is read afterwards lies inside them.
 */
public abstract sealed class FieldNode permits StructNode, ListNode, ReferenceNode, LeafNode {

  private final FieldPosition position;
  private int length;

  /** Whether each slot is null, without a bitmap. */
  private boolean nothing;

  /** {@code null} if no slot is null, or each is. */
  private ByteBuffer validity;

  FieldNode(FieldPosition position) {
    this.position = position;
  }

  public final FieldPosition position() {
    return position;
  }

  /** The slots of the bound batch. */
  public final int length() {
    return length;
  }

  public final boolean hasNulls() {
    return validity != null || nothing;
  }

  /** The field whose validity says which of the slots are null: itself, if it has one. */
  FieldNode validityNode() {
    return this;
  }

  /** Where a slot stands in {@link #validityNode()}. */
  int validitySlot(int slot) {
    return slot;
  }

  /** Whether each slot is null, and there is no {@link #validity()}. */
  public final boolean isNothing() {
    return nothing;
  }

  /** Bit {@code i} is set if slot {@code i} is not null; only if there are nulls. */
  public final ByteBuffer validity() {
    return validity;
  }

  /**
   * Binds this field and those below.
   *
   * @param minimumLength the slots that the parent refers to
   * @throws RefusedRowsException if node and buffers do not fit together
   */
  public final void bind(BatchBuffers batch, int minimumLength) {
    length = batch.nodeLengths()[position.node()];
    if (length < minimumLength) {
      throw malformed("a length of at least " + minimumLength, "a length of " + length);
    }
    if (hasValidityBuffer()) {
      bindValidity(batch);
    } else {
      nothing = isOfNulls() && length > 0;
    }
    bindBuffers(batch);
  }

  /** Whether each slot is null, without a bitmap that says so. */
  boolean isOfNulls() {
    return false;
  }

  /** Whether slots of the field itself may be null. */
  boolean hasValidityBuffer() {
    return true;
  }

  /** Binds what comes after the validity bitmap; {@link #length} is set. */
  abstract void bindBuffers(BatchBuffers batch);

  /** Itself if it is a list. */
  @Nullable
  public ListNode list() {
    return null;
  }

  /** Itself if its slots refer to others. */
  @Nullable
  public ReferenceNode reference() {
    return null;
  }

  /** The fields directly below. */
  public abstract List<FieldNode> children();

  /** Forgets the batch's memory, and so do the fields below. */
  public void unbind() {
    validity = null;
    nothing = false;
    length = 0;
    children().forEach(FieldNode::unbind);
  }

  private void bindValidity(BatchBuffers batch) {
    ByteBuffer bitmap = buffer(batch, 0);
    if (bitmap.limit() == 0 && length > 0) {
      int claimed = batch.nullCounts()[position.node()];
      if (claimed > 0) {
        throw malformed("a validity bitmap for its " + claimed + " nulls", "none");
      }
      validity = null;
      return;
    }
    checkLength(bitmap, Bitmaps.bytes(length), "validity");
    // The count the batch claims is never trusted: a wrong one would break definition levels.
    validity = Bitmaps.count(bitmap, length) == length ? null : bitmap;
  }

  public final void replaceValidity(ByteBuffer bitmap) {
    validity = bitmap;
  }

  /** Buffer {@code index} of this field, little-endian, at position 0. */
  public final ByteBuffer buffer(BatchBuffers batch, int index) {
    return buffer(batch, position, index);
  }

  /** Buffer {@code index} of a field, little-endian, at position 0. */
  static ByteBuffer buffer(BatchBuffers batch, FieldPosition position, int index) {
    int before = batch.dataBuffers()[position.viewColumns()];
    return littleEndian(batch.buffers()[position.buffer() + before + index]);
  }

  /** How many data buffers this field has, which is one of views. */
  public final int dataBuffers(BatchBuffers batch) {
    int viewColumn = position.viewColumns();
    return batch.dataBuffers()[viewColumn + 1] - batch.dataBuffers()[viewColumn];
  }

  /** A buffer from position 0 to its limit, itself if that is what it is. */
  public static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.position() == 0 && buffer.order() == ByteOrder.LITTLE_ENDIAN
        ? buffer
        : buffer.slice(0, buffer.limit()).order(ByteOrder.LITTLE_ENDIAN);
  }

  public final void checkLength(ByteBuffer buffer, long minimum, String role) {
    if (buffer.limit() < minimum) {
      throw malformed(
          "at least %d bytes of %s for its %d slots".formatted(minimum, role, length),
          buffer.limit() + " bytes");
    }
  }

  /**
   * Checks {@code slots + 1} offsets: none negative or less than the one before, the last not
   * beyond {@code limit}. Without slots they mean nothing, whatever they are.
   */
  public final void checkOffsets(
      ByteBuffer offsets, boolean wide, int slots, long limit, String limitName) {
    if (slots == 0) {
      return;
    }
    checkLength(offsets, (slots + 1L) * (wide ? Long.BYTES : Integer.BYTES), "offsets");
    int bad = OffsetBuffers.firstBad(offsets, wide, slots);
    if (bad >= 0) {
      throw malformed(
          "offsets that start at 0 or more and never decrease",
          "%d as offset %d".formatted(OffsetBuffers.at(offsets, wide, bad), bad));
    }
    long last = OffsetBuffers.at(offsets, wide, slots);
    if (last > limit) {
      throw malformed(
          "offsets up to at most %d, its %s".formatted(limit, limitName),
          "a last offset of " + last);
    }
  }

  /** An error about a null where none may be. */
  public final RefusedRowsException nullRefused(int row) {
    String advice =
        switch (position.nullability()) {
          case REQUIRED, NULLABLE -> "is required; declare the field nullable or leave out the row";
          case MAP_KEY -> "is a map key, never null; leave out the entry";
          case MAP_ENTRY -> "is a map entry, never null; leave it out";
          case VARIANT_PART -> "is part of a variant, never null; make the variant null instead";
        };
    return new RefusedRowsException(
        "Column %s holds a null in row %d of the batch, but %s"
            .formatted(position.path(), row, advice));
  }

  public final RefusedRowsException malformed(String expected, String found) {
    return new RefusedRowsException(
        "Malformed batch: field %s must have %s, but has %s; check what produced the batch"
            .formatted(position.path(), expected, found));
  }
}
