package io.flinkarrow.layout;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Where the bytes of each slot lie, whichever layout the column has. Not for nulls. */
public interface SlotBytes {

  ByteBuffer buffer(int slot);

  int start(int slot);

  int length(int slot);

  /**
   * The values of a column; empty if they do not lie in whole bytes, or in children.
   *
   * @param buffers the column's, checked: validity, its other buffers, data buffers
   */
  static Optional<SlotBytes> of(ColumnLayout column, List<ByteBuffer> buffers) {
    SlotBytesFinder finder = new SlotBytesFinder();
    column.accept(finder, buffers);
    return finder.found();
  }

  /** Whether {@link #of} finds a column's values. */
  static boolean areIn(ColumnLayout column) {
    return column instanceof ColumnLayout.Fixed
        || column instanceof ColumnLayout.Bytes
        || column instanceof ColumnLayout.Views;
  }

  /** Values of one width. */
  record Fixed(ByteBuffer values, int width) implements SlotBytes {
    @Override
    public ByteBuffer buffer(int slot) {
      return values;
    }

    @Override
    public int start(int slot) {
      return slot * width;
    }

    @Override
    public int length(int slot) {
      return width;
    }
  }

  /** Values from one offset to the next; offsets of 64 bits lead into arrays, too. */
  record Stretches(ByteBuffer offsets, int width, ByteBuffer data) implements SlotBytes {
    @Override
    public ByteBuffer buffer(int slot) {
      return data;
    }

    @Override
    public int start(int slot) {
      return width == Integer.BYTES
          ? offsets.getInt(slot * Integer.BYTES)
          : (int) offsets.getLong(slot * Long.BYTES);
    }

    @Override
    public int length(int slot) {
      return start(slot + 1) - start(slot);
    }
  }

  /** Values in views, or where these lead. */
  record Views(ByteBuffer views, List<ByteBuffer> data) implements SlotBytes {
    @Override
    public ByteBuffer buffer(int slot) {
      return ViewForm.isInline(length(slot)) ? views : data.get(ViewForm.buffer(views, slot));
    }

    @Override
    public int start(int slot) {
      return ViewForm.isInline(length(slot))
          ? slot * ViewForm.WIDTH + ViewForm.VALUE
          : ViewForm.offset(views, slot);
    }

    @Override
    public int length(int slot) {
      return ViewForm.length(views, slot);
    }
  }
}
