package io.flinkarrow.partition;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.layout.ViewForm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Tells by whole buffers whether a column has one value only, as the columns of a part have that it
 * was made by. Compares bytes: equal ones are one value, others may be one too. Of times, the least
 * and the greatest decide.
 */
interface ConstantColumn {

  /** Whether values of the first rows, none of them null, are surely equal. */
  boolean hasEqualValues(ByteBuffer[] buffers, int rows);

  /**
   * @param type of what the column's buffers hold: of the indexes, if it is dictionary-encoded
   * @param format of values that are numbers and no indexes; else null
   */
  static ConstantColumn of(ArrowType type, @Nullable PartitionValueFormat format) {
    return switch (type.getTypeID()) {
      case Bool -> (buffers, rows) -> areEqualBits(buffers[1], rows);
      case Int -> ofWidth(((ArrowType.Int) type).getBitWidth() / Byte.SIZE);
      case Decimal -> ofWidth(((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE);
      case Date ->
          ofWidth(((ArrowType.Date) type).getUnit() == DateUnit.DAY ? Integer.BYTES : Long.BYTES);
      case Timestamp -> {
        ConstantColumn equal = ofWidth(Long.BYTES);
        yield (buffers, rows) ->
            equal.hasEqualValues(buffers, rows)
                || (format != null
                    && buffers[1].limit() >= (long) rows * Long.BYTES
                    && NumberValues.haveOneText(type, format, buffers, rows));
      }
      case FixedSizeBinary -> ofWidth(((ArrowType.FixedSizeBinary) type).getByteWidth());
      case Utf8View -> ConstantColumn::areEqualViews;
      case Utf8 -> (buffers, rows) -> areEqual(buffers[1], Integer.BYTES, buffers[2], rows);
      case LargeUtf8 -> (buffers, rows) -> areEqual(buffers[1], Long.BYTES, buffers[2], rows);
      case NONE,
          Null,
          Struct,
          List,
          LargeList,
          FixedSizeList,
          ListView,
          LargeListView,
          Union,
          Map,
          FloatingPoint,
          Binary,
          LargeBinary,
          BinaryView,
          Time,
          Interval,
          Duration,
          RunEndEncoded ->
          throw new IllegalStateException("No directory is named by " + type);
    };
  }

  /** Of run ends: whether the first run has all rows. */
  static ConstantColumn ofRuns(ArrowType.Int type) {
    int width = type.getBitWidth() / Byte.SIZE;
    return (buffers, rows) ->
        buffers[1].limit() >= width
            && NumberValues.integers(buffers[1], type).applyAsLong(0) >= rows;
  }

  private static ConstantColumn ofWidth(int width) {
    return (buffers, rows) -> {
      long bytes = (long) rows * width;
      return bytes <= buffers[1].limit() && repeats(buffers[1], 0, (int) bytes, width);
    };
  }

  private static boolean areEqual(ByteBuffer offsets, int width, ByteBuffer data, int rows) {
    if (offsets.limit() < (rows + 1L) * width) {
      return false;
    }
    long start = offset(offsets, width, 0);
    long length = offset(offsets, width, 1) - start;
    for (int row = 1; row < rows; row++) {
      if (offset(offsets, width, row + 1) - offset(offsets, width, row) != length) {
        return false;
      }
    }
    boolean inside = start >= 0 && length >= 0 && length <= (data.limit() - start) / rows;
    return inside && repeats(data, (int) start, (int) length * rows, (int) length);
  }

  private static boolean areEqualViews(ByteBuffer[] buffers, int rows) {
    ByteBuffer views = buffers[1];
    if (views.limit() < (long) rows * ViewForm.WIDTH) {
      return false;
    }
    long lengthAndPrefix = views.getLong(0);
    long rest = views.getLong(Long.BYTES);
    boolean inline = ViewForm.isInline((int) lengthAndPrefix);
    for (int row = 1; row < rows; row++) {
      int view = row * ViewForm.WIDTH;
      long other = views.getLong(view + Long.BYTES);
      boolean equal =
          views.getLong(view) == lengthAndPrefix
              && (other == rest
                  || (!inline && isSameRange(buffers, (int) lengthAndPrefix, rest, other)));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  /** Whether two ranges of data buffers, each a buffer and an offset, have the same bytes. */
  private static boolean isSameRange(ByteBuffer[] buffers, int length, long range, long other) {
    if (!isInside(buffers, length, range) || !isInside(buffers, length, other)) {
      return false;
    }
    ByteBuffer one = buffers[2 + (int) range];
    ByteBuffer two = buffers[2 + (int) other];
    int first = one.arrayOffset() + (int) (range >>> Integer.SIZE);
    int second = two.arrayOffset() + (int) (other >>> Integer.SIZE);
    return Arrays.equals(one.array(), first, first + length, two.array(), second, second + length);
  }

  private static boolean isInside(ByteBuffer[] buffers, int length, long range) {
    int buffer = (int) range;
    int offset = (int) (range >>> Integer.SIZE);
    return buffer >= 0
        && buffer < buffers.length - 2
        && offset >= 0
        && offset <= buffers[2 + buffer].limit() - length;
  }

  private static long offset(ByteBuffer offsets, int width, int index) {
    return width == Integer.BYTES
        ? offsets.getInt(index * Integer.BYTES)
        : offsets.getLong(index * Long.BYTES);
  }

  private static boolean areEqualBits(ByteBuffer bits, int rows) {
    if (bits.limit() < Bitmaps.bytes(rows)) {
      return false;
    }
    int set = Bitmaps.count(bits, 0, rows);
    return set == 0 || set == rows;
  }

  /** Whether a range is the same few bytes again and again: equal to itself, moved by them. */
  private static boolean repeats(ByteBuffer bytes, int from, int length, int period) {
    int rest = length - period;
    return rest <= 0 || bytes.slice(from, rest).mismatch(bytes.slice(from + period, rest)) < 0;
  }

  /**
   * @param buffers the column's: validity, then what its type has
   * @param rows at least one
   */
  default boolean isConstant(ByteBuffer[] buffers, int rows) {
    ByteBuffer validity = buffers[0];
    if (validity.limit() == 0) {
      return hasEqualValues(buffers, rows);
    }
    if (validity.limit() < Bitmaps.bytes(rows)) {
      return false;
    }
    int valid = Bitmaps.count(validity, 0, rows);
    return valid == 0 || (valid == rows && hasEqualValues(buffers, rows));
  }
}
