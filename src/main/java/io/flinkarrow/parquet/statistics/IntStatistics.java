package io.flinkarrow.parquet.statistics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Statistics of an INT32 or FLOAT column (raw bits). Every order becomes the signed one by a bit
 * operation per value, so that the loops are plain integer reductions, which the compiler
 * vectorizes.
 */
public final class IntStatistics extends NumericStatistics {

  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int INFINITY = 0x7F800000;

  private final NumericOrder order;

  public IntStatistics(PrimitiveType type, StatisticsSettings settings) {
    super(NumericOrder.of(type) == NumericOrder.FLOATING_POINT, settings);
    this.order = NumericOrder.of(type);
  }

  /** Adds the first {@code count} values. */
  public void update(int[] values, int count) {
    if (count == 0 || !collects()) {
      return;
    }
    switch (order) {
      case SIGNED -> updateSigned(values, count);
      case UNSIGNED -> updateUnsigned(values, count);
      case FLOATING_POINT -> updateFloat(values, count);
    }
  }

  @Override
  void include(byte[] min, byte[] max) {
    update(new int[] {number(min), number(max)}, 2);
  }

  private static int number(byte[] plain) {
    return ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private void updateSigned(int[] values, int count) {
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    include(min, max, false);
  }

  private void updateUnsigned(int[] values, int count) {
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int key = values[i] ^ Integer.MIN_VALUE;
      min = Math.min(min, key);
      max = Math.max(max, key);
    }
    include(min, max, false);
  }

  private void updateFloat(int[] values, int count) {
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      int key = floatKey(values[i]);
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

  private void includeOneByOne(int[] values, int count) {
    for (int i = 0; i < count; i++) {
      int key = floatKey(values[i]);
      if (isNaN(key)) {
        includeNaN(key);
      } else {
        include(key, key, false);
      }
    }
  }

  /** The keys of NaNs lie beyond those of both infinities. */
  private static boolean isNaN(int key) {
    return key > INFINITY || key < ~INFINITY;
  }

  /** Sign and magnitude become two's complement; the same operation leads back. */
  private static int floatKey(int bits) {
    return bits ^ ((bits >> 31) & MAGNITUDE);
  }

  @Override
  byte[] plain(long key) {
    int value =
        switch (order) {
          case SIGNED -> (int) key;
          case UNSIGNED -> (int) key ^ Integer.MIN_VALUE;
          case FLOATING_POINT -> floatKey((int) key);
        };
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
