package io.flinkarrow.parquet.shred.values;

import static io.flinkarrow.parquet.geo.GeoArrowEncoding.LINE_STRING;
import static io.flinkarrow.parquet.geo.GeoArrowEncoding.MULTI;
import static io.flinkarrow.parquet.geo.GeoArrowEncoding.POINT;
import static io.flinkarrow.parquet.geo.GeoArrowEncoding.POLYGON;

import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import io.flinkarrow.parquet.geo.GeoArrowEncoding;
import io.flinkarrow.parquet.shred.levels.LevelBuilder;
import io.flinkarrow.parquet.shred.levels.SlotRanges;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.Bits;
import io.flinkarrow.parquet.shred.nodes.LeafNode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** GeoArrow's nested columns to ISO WKB, a stretch of geometries at a time. */
final class GeoArrowReader extends ValueReader {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final LeafValues NONE = new Bytes(new byte[0], new int[1], 0);
  private static final int CODES_PER_DIMENSION = 1000;

  /** Byte order and type of a geometry. */
  private static final int HEADER_BYTES = 1 + Integer.BYTES;

  private static final int COUNT_BYTES = Integer.BYTES;

  private final GeoArrowEncoding encoding;
  private final GeoArrowBuffers columns;
  private final int pointBytes;
  private boolean hasNulls;

  GeoArrowReader(GeoArrowEncoding encoding) {
    this.encoding = encoding;
    this.columns = new GeoArrowBuffers(encoding);
    this.pointBytes = encoding.axes() * Double.BYTES;
  }

  @Override
  public void bind(LeafNode leaf, BatchBuffers batch) {
    columns.bind(leaf, batch);
    hasNulls = columns.hasNulls();
  }

  @Override
  public void unbind() {
    columns.unbind();
  }

  @Override
  public long plainBytes(int fromSlot, int toSlot) {
    return wkbBytes(encoding.type(), 0, fromSlot, toSlot)
        + (long) VariableBytesReader.LENGTH_BYTES * (toSlot - fromSlot);
  }

  @Override
  public long readBytes(int fromSlot, int toSlot) {
    return plainBytes(fromSlot, toSlot);
  }

  @Override
  public boolean hasUnfitSlots() {
    return hasNulls;
  }

  @Override
  public LeafValues none() {
    return NONE;
  }

  /** WKB of geometries of a type that begin in the list of a level. */
  private long wkbBytes(int type, int level, int from, int to) {
    if (from == to) {
      return 0;
    }
    long slots = (long) to - from;
    if (type == POINT) {
      return slots * (HEADER_BYTES + pointBytes);
    }
    int below = columns.offset(level, from);
    int belowEnd = columns.offset(level, to);
    long heads = slots * (HEADER_BYTES + COUNT_BYTES);
    if (type > MULTI) {
      return heads + wkbBytes(type - MULTI, level + 1, below, belowEnd);
    }
    return heads
        + (type == POLYGON ? lineBytes(level + 1, below, belowEnd) : points(below, belowEnd));
  }

  /** Of rings, which are lines without a header. */
  private long lineBytes(int level, int from, int to) {
    return from == to
        ? 0
        : (long) COUNT_BYTES * (to - from)
            + points(columns.offset(level, from), columns.offset(level, to));
  }

  private long points(int from, int to) {
    return (long) pointBytes * (to - from);
  }

  @Override
  public LeafValues read(LevelBuilder levels, ShredScratch scratch) {
    int[] slots = liveSlots(levels, scratch);
    int count = levels.slots().liveCount();
    int[] offsets = scratch.offsets(count + 1);
    offsets[0] = 0;
    for (int i = 0; i < count; i++) {
      if (hasNulls && columns.hasNullInside(slots[i])) {
        throw levels.refusal(
            i,
            "a part or a coordinate of the geometry is null, which GeoArrow does not have; leave the part out or make the geometry null");
      }
      long size = wkbBytes(encoding.type(), 0, slots[i], slots[i] + 1);
      offsets[i + 1] = Math.toIntExact(offsets[i] + size);
    }
    byte[] bytes = scratch.bytes(offsets[count]);
    for (int i = 0; i < count; i++) {
      write(encoding.type(), 0, slots[i], bytes, offsets[i]);
    }
    return new Bytes(bytes, offsets, count);
  }

  private static int[] liveSlots(LevelBuilder levels, ShredScratch scratch) {
    SlotRanges ranges = levels.slots().ranges();
    long[] live = levels.slots().live();
    int[] slots = scratch.slotOffsets(levels.slots().liveCount());
    int count = 0;
    int number = 0;
    for (int range = 0; range < ranges.count(); range++) {
      for (int i = 0; i < ranges.length(range); i++, number++) {
        if (live == null || Bits.isSet(live, number)) {
          slots[count++] = ranges.from(range) + i;
        }
      }
    }
    return slots;
  }

  /** Writes a geometry whose list is that of a level; returns where it ends. */
  private int write(int type, int level, int slot, byte[] out, int start) {
    out[start] = 1;
    INT.set(out, start + 1, encoding.dimensions() * CODES_PER_DIMENSION + type);
    int at = start + HEADER_BYTES;
    if (type == POINT) {
      return writePoints(slot, slot + 1, out, at);
    }
    if (type == LINE_STRING) {
      return writeLine(level, slot, out, at);
    }
    int from = columns.offset(level, slot);
    int to = columns.offset(level, slot + 1);
    INT.set(out, at, to - from);
    at += COUNT_BYTES;
    for (int member = from; member < to; member++) {
      at =
          type == POLYGON
              ? writeLine(level + 1, member, out, at)
              : write(type - MULTI, level + 1, member, out, at);
    }
    return at;
  }

  private int writeLine(int level, int slot, byte[] out, int at) {
    int from = columns.offset(level, slot);
    int to = columns.offset(level, slot + 1);
    INT.set(out, at, to - from);
    return writePoints(from, to, out, at + COUNT_BYTES);
  }

  private int writePoints(int from, int to, byte[] out, int at) {
    columns.copyPoints(from, to, out, at);
    return at + pointBytes * (to - from);
  }
}
