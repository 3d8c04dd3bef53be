package io.flinkarrow.parquet.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.schema.PrimitiveType;

/** Statistics of an INT64 or DOUBLE column (raw bits), as {@link IntStatistics} has them. */
public final class LongStatistics extends NumericStatistics {

  private static final long MAGNITUDE = 0x7FFFFFFFFFFFFFFFL;
  private static final long INFINITY = 0x7FF0000000000000L;

  private final NumericOrder order;

  public LongStatistics(PrimitiveType type, StatisticsSettings settings) {
    super(NumericOrder.of(type) == NumericOrder.FLOATING_POINT, settings);
    this.order = NumericOrder.of(type);
  }

  /** Adds the first {@code count} values. */
  public void update(long[] values, int count) {
    if (count == 0 || !collects()) {
      return;
    }
    switch (order) {
      case SIGNED -> updateSigned(values, count);
      case UNSIGNED -> updateUnsigned(values, count);
      case FLOATING_POINT -> updateDouble(values, count);
    }
  }

  @Override
  void include(byte[] min, byte[] max) {
    update(new long[] {number(min), number(max)}, 2);
  }

  private static long number(byte[] plain) {
    return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void updateSigned(long[] values, int count) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    include(min, max, false);
  }

  private void updateUnsigned(long[] values, int count) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long key = values[i] ^ Long.MIN_VALUE;
      min = Math.min(min, key);
      max = Math.max(max, key);
    }
    include(min, max, false);
  }

  private void updateDouble(long[] values, int count) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long key = doubleKey(values[i]);
      min = Math.min(min, key);
      max = Math.max(max, key);
    }
    boolean hasNaN = isNaN(max) || isNaN(min);
    if (hasNaN && countsNaNs()) {
      includeOneByOne(values, count);
    } else {
      include(min, max, hasNaN);
    }
  }

  private void includeOneByOne(long[] values, int count) {
    for (int i = 0; i < count; i++) {
      long key = doubleKey(values[i]);
      if (isNaN(key)) {
        includeNaN(key);
      } else {
        include(key, key, false);
      }
    }
  }

  /** The keys of NaNs lie beyond those of both infinities. */
  private static boolean isNaN(long key) {
    return key > INFINITY || key < ~INFINITY;
  }

  private static long doubleKey(long bits) {
    return bits ^ ((bits >> 63) & MAGNITUDE);
  }

  @Override
  byte[] plain(long key) {
    long value =
        switch (order) {
          case SIGNED -> key;
          case UNSIGNED -> key ^ Long.MIN_VALUE;
          case FLOATING_POINT -> doubleKey(key);
        };
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
