package io.flinkarrow.parquet.type;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A timestamp in 96 bits, as Impala introduced it and Spark reads it: the nanoseconds of the day in
 * 8 bytes, then the Julian day in 4, both little-endian.
 */
public final class Int96 {

  /** Bytes of a value. */
  public static final int BYTES = Long.BYTES + Integer.BYTES;

  /** The Julian day that begins, by the reckoning of INT96, with 1970. */
  public static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Int96() {}

  /** Writes a value to {@code bytes} from {@code at} on. */
  public static void put(byte[] bytes, int at, long nanosOfDay, int julianDay) {
    LONG.set(bytes, at, nanosOfDay);
    INT.set(bytes, at + Long.BYTES, julianDay);
  }
}
