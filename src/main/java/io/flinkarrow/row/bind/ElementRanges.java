package io.flinkarrow.row.bind;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Where the elements of each slot lie: those of a list, or the bytes of a string. */
interface ElementRanges {

  int start(int slot);

  int length(int slot);

  /** Of a list of any layout; takes the buffers behind its validity. */
  static ElementRanges of(ArrowType list, BatchCursor cursor) {
    return switch (list.getTypeID()) {
      case List -> byOffsets(cursor.nextBuffer());
      case LargeList -> byWideOffsets(cursor.nextBuffer());
      case ListView -> new Views(cursor.nextBuffer(), cursor.nextBuffer());
      case LargeListView -> new WideViews(cursor.nextBuffer(), cursor.nextBuffer());
      default -> new Fixed(((ArrowType.FixedSizeList) list).getListSize());
    };
  }

  /** Offsets of 32 bits, one more than slots. */
  static ElementRanges byOffsets(ByteBuffer offsets) {
    return new Offsets(offsets);
  }

  /** Offsets of 64 bits, one more than slots. */
  static ElementRanges byWideOffsets(ByteBuffer offsets) {
    return new WideOffsets(offsets);
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
