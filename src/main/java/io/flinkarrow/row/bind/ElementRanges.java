package io.flinkarrow.row.bind;

import io.flinkarrow.layout.ColumnLayout;
import java.nio.ByteBuffer;

/** Where the elements of each slot lie: those of a list, or the bytes of a string. */
interface ElementRanges {

  int start(int slot);

  int length(int slot);

  /** Of a list of any layout; takes the buffers behind its validity. */
  static ElementRanges of(ColumnLayout list, BatchCursor cursor) {
    if (list instanceof ColumnLayout.FixedSizeList fixed) {
      return new Fixed(fixed.size());
    } else if (list instanceof ColumnLayout.ListViews views) {
      return views.offsetWidth() == Integer.BYTES
          ? new Views(cursor.nextBuffer(), cursor.nextBuffer())
          : new WideViews(cursor.nextBuffer(), cursor.nextBuffer());
    }
    return byOffsets(((ColumnLayout.OffsetList) list).offsetWidth(), cursor.nextBuffer());
  }

  /**
   * @param width bytes per offset, of which there is one more than slots
   */
  static ElementRanges byOffsets(int width, ByteBuffer offsets) {
    return width == Integer.BYTES ? new Offsets(offsets) : new WideOffsets(offsets);
  }

  record Offsets(ByteBuffer offsets) implements ElementRanges {
    @Override
    public int start(int slot) {
      return offsets.getInt(slot * Integer.BYTES);
    }

    @Override
    public int length(int slot) {
      return start(slot + 1) - start(slot);
    }
  }

  record WideOffsets(ByteBuffer offsets) implements ElementRanges {
    @Override
    public int start(int slot) {
      return Math.toIntExact(offsets.getLong(slot * Long.BYTES));
    }

    @Override
    public int length(int slot) {
      return start(slot + 1) - start(slot);
    }
  }

  record Views(ByteBuffer offsets, ByteBuffer sizes) implements ElementRanges {
    @Override
    public int start(int slot) {
      return offsets.getInt(slot * Integer.BYTES);
    }

    @Override
    public int length(int slot) {
      return sizes.getInt(slot * Integer.BYTES);
    }
  }

  record WideViews(ByteBuffer offsets, ByteBuffer sizes) implements ElementRanges {
    @Override
    public int start(int slot) {
      return Math.toIntExact(offsets.getLong(slot * Long.BYTES));
    }

    @Override
    public int length(int slot) {
      return Math.toIntExact(sizes.getLong(slot * Long.BYTES));
    }
  }

  record Fixed(int size) implements ElementRanges {
    @Override
    public int start(int slot) {
      return slot * size;
    }

    @Override
    public int length(int slot) {
      return size;
    }
  }
}
