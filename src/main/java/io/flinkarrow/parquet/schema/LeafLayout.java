package io.flinkarrow.parquet.schema;

import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.geo.GeoArrowEncoding;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.IntervalUnit;

/**
 * How a leaf's values lie in Arrow's buffers and what has to happen to them on the way to the
 * Parquet physical type. Several Arrow types share one layout.
 */
public sealed interface LeafLayout {

  /** Calls the visitor's method for this layout. */
  <R> R accept(LeafLayoutVisitor<R> visitor);

  /** The bits of a slot in the buffer after the validity bitmap. */
  int slotBits();

  /** The buffers after the validity bitmap, without {@linkplain #hasDataBuffers data buffers}. */
  default int valueBuffers() {
    return 1;
  }

  /** Whether data buffers in any number come last. */
  default boolean hasDataBuffers() {
    return false;
  }

  /** The field nodes of the field's children, if it has such: they come with the leaf. */
  default int fieldsBelow() {
    return 0;
  }

  /** No values, and no buffers: each slot is null. */
  record Nothing() implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.nothing(this);
    }

    @Override
    public int slotBits() {
      return 0;
    }

    @Override
    public int valueBuffers() {
      return 0;
    }
  }

  /** One bit a slot, to BOOLEAN. */
  record Bits() implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.bits(this);
    }

    @Override
    public int slotBits() {
      return 1;
    }
  }

  /** 8 or 16 bits, widened to INT32. */
  record SmallIntegers(int byteWidth, boolean signed) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.smallIntegers(this);
    }

    @Override
    public int slotBits() {
      return byteWidth * Byte.SIZE;
    }
  }

  /** 32 bits, to INT32 or FLOAT, multiplied by {@code factor}. */
  record Words32(int factor) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.words32(this);
    }

    @Override
    public int slotBits() {
      return Integer.SIZE;
    }
  }

  /** 64 bits, to INT64 or DOUBLE, multiplied by {@code factor}. */
  record Words64(int factor) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.words64(this);
    }

    @Override
    public int slotBits() {
      return Long.SIZE;
    }
  }

  /**
   * Time since the epoch in 64 bits, to INT64 in a coarser unit.
   *
   * @param divisor how many of the finer unit make one of the coarser
   * @param truncates whether what is finer is rounded down; otherwise it is refused
   */
  record FinerTimestamps(int divisor, boolean truncates) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.finerTimestamps(this);
    }

    @Override
    public int slotBits() {
      return Long.SIZE;
    }
  }

  /** Milliseconds in 64 bits, to days in INT32. */
  record DateMilliseconds() implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.dateMilliseconds(this);
    }

    @Override
    public int slotBits() {
      return Long.SIZE;
    }
  }

  /** Time since the epoch in 64 bits, to INT96: nanoseconds of the day and Julian day. */
  record Int96Timestamps(TimeUnit unit) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.int96Timestamps(this);
    }

    @Override
    public int slotBits() {
      return Long.SIZE;
    }
  }

  /** Parts of intervals, to months, days and milliseconds in FIXED_LEN_BYTE_ARRAY. */
  record Intervals(IntervalUnit unit) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.intervals(this);
    }

    @Override
    public int slotBits() {
      return switch (unit) {
        case YEAR_MONTH -> Integer.SIZE;
        case DAY_TIME -> 2 * Integer.SIZE;
        case MONTH_DAY_NANO -> 2 * Integer.SIZE + Long.SIZE;
      };
    }
  }

  /** Bytes as they are, to FIXED_LEN_BYTE_ARRAY. */
  record FixedBytes(int byteWidth) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.fixedBytes(this);
    }

    @Override
    public int slotBits() {
      return byteWidth * Byte.SIZE;
    }
  }

  /**
   * Little-endian two's complement.
   *
   * @param byteWidth 16 or 32
   * @param precision a value with more digits is refused
   * @param target the Parquet form
   * @param targetWidth bytes of the Parquet form
   */
  record Decimals(int byteWidth, int precision, DecimalTarget target, int targetWidth)
      implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.decimals(this);
    }

    @Override
    public int slotBits() {
      return byteWidth * Byte.SIZE;
    }
  }

  /** Offsets of 32 or 64 bits and bytes, to BYTE_ARRAY. */
  record VariableBytes(boolean wideOffsets) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.variableBytes(this);
    }

    @Override
    public int slotBits() {
      return wideOffsets ? Long.SIZE : Integer.SIZE;
    }

    @Override
    public int valueBuffers() {
      return 2;
    }
  }

  /** Views of 16 bytes, short values in them and long ones in data buffers, to BYTE_ARRAY. */
  record ByteViews() implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.byteViews(this);
    }

    @Override
    public int slotBits() {
      return ViewForm.WIDTH * Byte.SIZE;
    }

    @Override
    public boolean hasDataBuffers() {
      return true;
    }
  }

  /**
   * Indexes into a dictionary of {@link VariableBytes}, to BYTE_ARRAY by reference.
   *
   * @param indexWidth bytes of an index: 1, 2, 4 or 8
   * @param signed whether indexes are signed; a negative one is refused
   * @param wideOffsets whether the dictionary's offsets have 64 bits
   */
  record DictionaryIndexes(int indexWidth, boolean signed, long dictionaryId, boolean wideOffsets)
      implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.dictionaryIndexes(this);
    }

    @Override
    public int slotBits() {
      return indexWidth * Byte.SIZE;
    }
  }

  /** Nested fields of geometries, to WKB in BYTE_ARRAY. */
  record GeoArrow(GeoArrowEncoding encoding) implements LeafLayout {

    @Override
    public <R> R accept(LeafLayoutVisitor<R> visitor) {
      return visitor.geoArrow(this);
    }

    /** Of offsets, which points do not have. */
    @Override
    public int slotBits() {
      return encoding.wideOffsets().isEmpty()
          ? 0
          : encoding.wideOffsets().get(0) ? Long.SIZE : Integer.SIZE;
    }

    @Override
    public int valueBuffers() {
      return encoding.buffers();
    }

    @Override
    public int fieldsBelow() {
      return encoding.fieldsBelow();
    }
  }
}
