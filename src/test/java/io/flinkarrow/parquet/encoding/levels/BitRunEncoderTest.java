package io.flinkarrow.parquet.encoding.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.junit.jupiter.api.Test;

/** Bits are decoded as they came, and encoded alike whatever calls they came in. */
class BitRunEncoderTest {

  private static byte[] randomBits(Random random) {
    byte[] bits = new byte[random.nextInt(4000)];
    int i = 0;
    while (i < bits.length) {
      int shape = random.nextInt(3);
      int end = Math.min(bits.length, i + 1 + random.nextInt(shape == 0 ? 12 : 500));
      int oneIn = shape == 1 ? 1 + random.nextInt(20) : Integer.MAX_VALUE;
      byte usual = (byte) random.nextInt(2);
      for (; i < end; i++) {
        bits[i] = (byte) (random.nextInt(oneIn) == 0 ? 1 - usual : usual);
      }
    }
    return bits;
  }

  private static long[] words(byte[] bits, int from, int to) {
    long[] words = new long[(to - from + 63) / 64];
    for (int i = from; i < to; i++) {
      words[(i - from) / 64] |= (long) bits[i] << (i - from);
    }
    return words;
  }

  private static byte[] inRandomCalls(byte[] bits, Random random) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    BitRunEncoder encoder = new BitRunEncoder(out);
    int i = 0;
    while (i < bits.length) {
      int to = i + Math.min(bits.length - i, random.nextInt(random.nextBoolean() ? 20 : 900));
      switch (random.nextInt(3)) {
        case 0 -> {
          int end = i;
          while (end < to && bits[end] == bits[i]) {
            end++;
          }
          encoder.writeRun(bits[i], end - i);
          to = end;
        }
        case 1 -> encoder.write(bits, i, to - i);
        default -> encoder.writeBitmap(words(bits, i, to), to - i);
      }
      i = to;
    }
    long estimate = (long) out.length() + encoder.pendingBytes();
    encoder.finish();
    assertThat((long) out.length()).isBetween(estimate - 2, estimate + 3);
    return Arrays.copyOf(out.array(), out.length());
  }

  @Test
  void bitsAreDecodedAsTheyCame() throws IOException {
    Random random = new Random(80);
    for (int round = 0; round < 300; round++) {
      byte[] bits = randomBits(random);
      RunLengthBitPackingHybridDecoder decoder =
          new RunLengthBitPackingHybridDecoder(
              1, new ByteArrayInputStream(inRandomCalls(bits, random)));
      for (int i = 0; i < bits.length; i++) {
        assertThat(decoder.readInt()).as("bit %d of %s", i, bits).isEqualTo(bits[i]);
      }
    }
  }

  @Test
  void theBytesDoNotDependOnTheCalls() {
    Random random = new Random(81);
    for (int round = 0; round < 300; round++) {
      byte[] bits = randomBits(random);
      assertThat(inRandomCalls(bits, random)).isEqualTo(inRandomCalls(bits, random));
    }
  }

  @Test
  void sprinkledBitsTakeABitEachAndAHeaderNowAndThen() {
    Random random = new Random(82);
    byte[] bits = new byte[20_000];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (random.nextInt(10) == 0 ? 0 : 1);
    }
    assertThat(inRandomCalls(bits, random)).hasSizeLessThan(20_000 / 8 * 102 / 100);
  }

  @Test
  void aLongRunTakesAFewBytesAmidOtherBits() {
    byte[] bits = new byte[1_000_000];
    bits[3] = 1;
    bits[999_990] = 1;
    assertThat(inRandomCalls(bits, new Random(83))).hasSizeLessThan(20);
  }
}
