package io.flinkarrow.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitmapsTest {

  private static final int BITS = 150;

  private final BitSet expected = new BitSet();
  private final byte[] bytes = new byte[BITS / Byte.SIZE + 1];
  private final ByteBuffer buffer;

  BitmapsTest() {
    Random random = new Random(7);
    for (int i = 0; i < BITS; i++) {
      if (random.nextInt(3) > 0) {
        expected.set(i);
        Bitmaps.set(bytes, 0, i);
      }
    }
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void everyBitIsFoundWhereItWasSet() {
    byte[] moved = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, moved, 3, bytes.length);
    for (int i = 0; i < BITS; i++) {
      assertThat(Bitmaps.isSet(buffer, i)).as("bit %d", i).isEqualTo(expected.get(i));
      assertThat(Bitmaps.isSet(moved, 3, i)).as("bit %d", i).isEqualTo(expected.get(i));
      assertThat(Bitmaps.isNull(buffer, i)).as("bit %d", i).isEqualTo(!expected.get(i));
    }
  }

  @Test
  void withoutBitmapNothingIsNull() {
    assertThat(Bitmaps.isNull(ByteBuffer.allocate(0), 5)).isFalse();
  }

  @Test
  void everyRangeHasAsManyBitsAsAreSetInIt() {
    for (int from = 0; from < BITS; from++) {
      for (int to = from; to <= BITS; to++) {
        assertThat(Bitmaps.count(buffer, from, to - from))
            .as("bits %d to %d", from, to)
            .isEqualTo(expected.get(from, to).cardinality());
      }
    }
    for (int count = 0; count <= BITS; count++) {
      assertThat(Bitmaps.count(buffer, count)).isEqualTo(expected.get(0, count).cardinality());
    }
  }

  @Test
  void aCountLooksAtNoByteBehindItsRange() {
    for (int count = 0; count <= BITS; count++) {
      ByteBuffer exact = buffer.slice(0, Bitmaps.bytes(count)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(Bitmaps.count(exact, count)).isEqualTo(expected.get(0, count).cardinality());
    }
  }

  @Test
  void theLargestBitmapFitsAnInt() {
    assertThat(Bitmaps.bytes(0)).isZero();
    assertThat(Bitmaps.bytes(1)).isOne();
    assertThat(Bitmaps.bytes(8)).isOne();
    assertThat(Bitmaps.bytes(9)).isEqualTo(2);
    assertThat(Bitmaps.bytes(Integer.MAX_VALUE)).isEqualTo(1 << 28);
  }
}
