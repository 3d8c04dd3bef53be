package io.flinkarrow.reconcile.values;

import io.flinkarrow.layout.StorageType;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Where the bytes of each slot lie, whichever layout the column has. Not of nulls. */
public interface SlotBytes {

  int VIEW_WIDTH = 16;
  int MOST_INLINE = 12;
  int VIEW_PREFIX = 4;
  int VIEW_BUFFER = 8;
  int VIEW_OFFSET = 12;

  ByteBuffer buffer(int slot);

  int start(int slot);

  int length(int slot);

  /**
   * @param type of values that lie in whole bytes, and without children
   */
  static SlotBytes of(ArrowType type, SourceColumn column) {
    List<ByteBuffer> buffers = column.buffers();
    return switch (type.getTypeID()) {
      case Utf8, Binary -> new Stretches(buffers.get(1), Integer.BYTES, buffers.get(2));
      case LargeUtf8, LargeBinary -> new Stretches(buffers.get(1), Long.BYTES, buffers.get(2));
      case Utf8View, BinaryView -> new Views(buffers.get(1), buffers.subList(2, buffers.size()));
      default -> new Fixed(buffers.get(1), fixedWidth(type));
    };
  }

  /** Bytes of a value; 0 if they are no whole or no fixed number. */
  static int fixedWidth(ArrowType type) {
    if (type instanceof ArrowType.FixedSizeBinary binary) {
      return binary.getByteWidth();
    }
    return switch (type.getTypeID()) {
      case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration ->
          TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth() / Byte.SIZE;
      default -> 0;
    };
  }

  /** Width of the offsets of texts and binaries; 0 of those that are views, and of other types. */
  static int offsetWidth(ArrowType type) {
    return switch (type.getTypeID()) {
      case Utf8, Binary -> Integer.BYTES;
      case LargeUtf8, LargeBinary -> Long.BYTES;
      default -> 0;
    };
  }

  /** Whether {@link #of} knows the type. */
  static boolean isKnown(ArrowType type) {
    return type instanceof ArrowType.FixedSizeBinary
        || fixedWidth(type) > 0
        || offsetWidth(type) > 0
        || StorageType.isView(type);
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

  /** Values from one offset to the next. */
  record Stretches(ByteBuffer offsets, int width, ByteBuffer data) implements SlotBytes {
    @Override
    public ByteBuffer buffer(int slot) {
      return data;
    }

    @Override
    public int start(int slot) {
      return OffsetConversion.at(offsets, slot, width);
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
      return length(slot) <= MOST_INLINE
          ? views
          : data.get(views.getInt(slot * VIEW_WIDTH + VIEW_BUFFER));
    }

    @Override
    public int start(int slot) {
      return length(slot) <= MOST_INLINE
          ? slot * VIEW_WIDTH + VIEW_PREFIX
          : views.getInt(slot * VIEW_WIDTH + VIEW_OFFSET);
    }

    @Override
    public int length(int slot) {
      return views.getInt(slot * VIEW_WIDTH);
    }
  }
}
