package io.flinkarrow.parquet.encoding.bytes;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that grow at their end. Owns one array, which is allocated with the first byte and grows by
 * doubling; {@link #reset()} keeps it for the next use, {@link #release()} gives it up.
 *
 * <p>Encoders with loops of their own {@link #reserve} room, write to {@link #array()} and {@link
 * #advance}: the array may be another one after every call that makes room.
 */
public final class ByteArrayBuilder {

  public static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  public static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Copies of at most this many bytes are done in two long words, whatever their length. */
  private static final int SHORT_COPY = 2 * Long.BYTES;

  private static final int SMALLEST_CAPACITY = 64;
  // Some virtual machines cannot allocate the last few elements.
  private static final int LARGEST_CAPACITY = Integer.MAX_VALUE - 16;
  private static final byte[] NOTHING = {};

  private byte[] array = NOTHING;
  private int length;

  /** The bytes from 0 to {@link #length()}; whatever follows them has no meaning. */
  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  /** Makes room for {@code count} more bytes and returns where they begin. */
  public int reserve(int count) {
    if (count > array.length - length) {
      grow(count);
    }
    return length;
  }

  /**
   * The same for an array that may become large: it has room for an eighth more than it needs, at
   * most.
   */
  public int reserveClosely(int count) {
    if (count > array.length - length) {
      int needed = needed(count);
      int step = Math.max(SMALLEST_CAPACITY, Integer.highestOneBit(needed) >>> 3);
      long capacity = ((long) needed + step - 1) / step * step;
      array = Arrays.copyOf(array, (int) Math.min(capacity, LARGEST_CAPACITY));
    }
    return length;
  }

  private void grow(int count) {
    array = Arrays.copyOf(array, capacityFor(needed(count)));
  }

  private int needed(int count) {
    long needed = (long) length + count;
    if (needed > LARGEST_CAPACITY) {
      throw new RefusedRowsException(
          "A page of %d bytes cannot take %d more: the limit is %d, and a row lies in one page; split its lists or texts"
              .formatted(length, count, LARGEST_CAPACITY));
    }
    return (int) needed;
  }

  /**
   * The capacity of an array that must hold {@code needed} elements: a power of two, so that it
   * depends on what an array holds and not on how it came there. Capacities count as retained
   * bytes, and these end row groups.
   */
  public static int capacityFor(int needed) {
    int capacity = Integer.highestOneBit(Math.max(needed, SMALLEST_CAPACITY) - 1) << 1;
    return capacity < 0 ? LARGEST_CAPACITY : capacity;
  }

  /** Counts {@code count} bytes written to the array after {@link #reserve}. */
  public void advance(int count) {
    length += count;
  }

  /** Forgets all bytes from {@code newLength} on. */
  public void truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalArgumentException(
          "Cannot truncate %d bytes to %d".formatted(length, newLength));
    }
    length = newLength;
  }

  public void putByte(int value) {
    int at = reserve(1);
    array[at] = (byte) value;
    length = at + 1;
  }

  public void putIntLittleEndian(int value) {
    int at = reserve(Integer.BYTES);
    INT.set(array, at, value);
    length = at + Integer.BYTES;
  }

  public void putLongLittleEndian(long value) {
    int at = reserve(Long.BYTES);
    LONG.set(array, at, value);
    length = at + Long.BYTES;
  }

  public void put(byte[] bytes, int offset, int count) {
    int at = reserve(count);
    System.arraycopy(bytes, offset, array, at, count);
    length = at + count;
  }

  /** Appends the last {@code count} bytes again, so many times. */
  public void repeat(int count, int times) {
    int bytes = Math.multiplyExact(count, times);
    int from = reserve(bytes) - count;
    for (int done = count; done < count + bytes; ) {
      int copied = Math.min(done, count + bytes - done);
      System.arraycopy(array, from, array, from + done, copied);
      done += copied;
    }
    length += bytes;
  }

  public void put(ByteArrayBuilder other) {
    put(other, 0);
  }

  /** Appends what another one has from a place on. */
  public void put(ByteArrayBuilder other, int from) {
    put(other.array, from, other.length - from);
  }

  /** Appends {@code count} values, four bytes each. */
  public void putIntsLittleEndian(int[] values, int offset, int count) {
    int bytes = Math.multiplyExact(count, Integer.BYTES);
    int at = reserve(bytes);
    ByteBuffer.wrap(array, at, bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .put(values, offset, count);
    length = at + bytes;
  }

  /** Appends {@code count} values, eight bytes each. */
  public void putLongsLittleEndian(long[] values, int offset, int count) {
    int bytes = Math.multiplyExact(count, Long.BYTES);
    int at = reserve(bytes);
    ByteBuffer.wrap(array, at, bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(values, offset, count);
    length = at + bytes;
  }

  /** The first values, four bytes each. */
  public int[] toInts(int count) {
    int[] values = new int[count];
    ByteBuffer.wrap(array, 0, length).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  /** The first values, eight bytes each. */
  public long[] toLongs(int count) {
    long[] values = new long[count];
    ByteBuffer.wrap(array, 0, length).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return values;
  }

  /** Appends {@code value}, taken as unsigned, in groups of seven bits, the lowest first. */
  public void putUnsignedVarint(int value) {
    int at = reserve(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    length = at;
  }

  /** As {@link #putUnsignedVarint}, of 64 bits. */
  public void putUnsignedVarlong(long value) {
    int at = reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[at++] = (byte) rest;
    length = at;
  }

  /** Forgets the bytes and keeps the array. */
  public void reset() {
    length = 0;
  }

  /** Gives up the room behind the bytes. */
  public void trim() {
    array = Arrays.copyOf(array, length);
  }

  /** Forgets the bytes and the array. */
  public void release() {
    length = 0;
    array = NOTHING;
  }

  /** The bytes of heap the array takes. */
  public long retainedBytes() {
    return array.length;
  }

  /**
   * Copies a value between arrays. Short values are copied in whole words where both arrays have
   * room behind it: that is faster than a copy of just as many bytes, whose length the processor
   * cannot predict. Up to 16 bytes of the target are overwritten.
   */
  public static void copy(byte[] source, int from, byte[] target, int to, int count) {
    if (count <= SHORT_COPY
        && from <= source.length - SHORT_COPY
        && to <= target.length - SHORT_COPY) {
      LONG.set(target, to, (long) LONG.get(source, from));
      LONG.set(target, to + Long.BYTES, (long) LONG.get(source, from + Long.BYTES));
    } else {
      System.arraycopy(source, from, target, to, count);
    }
  }
}
