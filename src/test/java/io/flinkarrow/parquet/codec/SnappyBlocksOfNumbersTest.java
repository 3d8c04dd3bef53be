package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Blocks that are decompressed word by word become what they become element by element. */
class SnappyBlocksOfNumbersTest {

  private static final byte UNTOUCHED = 0x5a;

  @Test
  void pagesOfNumbersComeBackFromTheNativeCompressor() throws IOException {
    Random random = new Random(1);
    LongUnaryOperator[] columns = {
      i -> i,
      i -> 1_700_000_000_000_000L + i * 1_000 + random.nextInt(1_000),
      i -> Double.doubleToRawLongBits(random.nextInt(10_000) / 100.0),
      i -> random.nextLong(),
      i -> random.nextInt(3),
      i -> i % 2 == 0 ? i : -i,
      i -> random.nextInt(50) == 0 ? random.nextLong() : i / 100
    };
    for (LongUnaryOperator column : columns) {
      for (int values : new int[] {0, 1, 7, 20, 500, 20_000}) {
        ByteBuffer page = ByteBuffer.allocate(8 * values).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values; i++) {
          page.putLong(column.applyAsLong(i));
        }
        byte[] block = PageDecompressorTest.compressed(CompressionCodec.SNAPPY, page.array());
        assertThat(decompress(block, page.capacity())).contains(page.array());
      }
    }
  }

  @Test
  void anyElementsBecomeWhatTheyStandFor() {
    Random random = new Random(2);
    for (int round = 0; round < 3_000; round++) {
      byte[] elements = elements(random, random.nextInt(200));
      byte[] expected = slowly(elements).orElseThrow();
      assertThat(decompress(block(expected.length, elements), expected.length))
          .as("round %d", round)
          .contains(expected);
    }
  }

  @Test
  void damageIsFoundWhereverItIsFoundElementByElement() {
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] elements = elements(random, 1 + random.nextInt(80));
      int length = slowly(elements).orElseThrow().length;
      byte[] damaged = Arrays.copyOf(elements, elements.length - random.nextInt(2));
      for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Optional<byte[]> expected = slowly(damaged).filter(bytes -> bytes.length == length);
      assertThat(decompress(block(length, damaged), length).map(ByteBuffer::wrap))
          .as("round %d", round)
          .isEqualTo(expected.map(ByteBuffer::wrap));
      refused += expected.isEmpty() ? 1 : 0;
    }
    assertThat(refused).isBetween(2_000, 9_500);
  }

  /** {@link #decompress} looks at what lies behind the page. */
  @Test
  void nothingIsWrittenBehindAPageThatBecomesMoreThanItPromised() {
    Random random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      byte[] elements = elements(random, 30 + random.nextInt(100));
      int length = random.nextInt(slowly(elements).orElseThrow().length);
      assertThat(decompress(block(length, elements), length)).as("round %d", round).isEmpty();
    }
  }

  @Test
  void aLengthWithoutAnEndIsRefused() {
    byte[] block = new byte[40];
    Arrays.fill(block, (byte) 0xff);
    for (int bytes : new int[] {1, 3, 5, 40}) {
      assertThatThrownBy(
              () ->
                  PageDecompressor.ofNumbers(CompressionCodec.SNAPPY)
                      .decompress(block, 40 - bytes, bytes, 10))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("SNAPPY");
    }
  }

  /** Empty if it is refused. The arrays have more than the block and the page. */
  private static Optional<byte[]> decompress(byte[] block, int length) {
    byte[] input = new byte[block.length + 90];
    Arrays.fill(input, (byte) 3);
    System.arraycopy(block, 0, input, 10, block.length);
    byte[] output = new byte[length + 200];
    Arrays.fill(output, UNTOUCHED);
    boolean isWhole = true;
    try {
      PageDecompressor.ofNumbers(CompressionCodec.SNAPPY)
          .decompress(input, 10, block.length, output, length);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("SNAPPY");
      isWhole = false;
    }
    for (int i = length; i < output.length; i++) {
      assertThat(output[i]).isEqualTo(UNTOUCHED);
    }
    return isWhole ? Optional.of(Arrays.copyOf(output, length)) : Optional.empty();
  }

  private static byte[] block(int length, byte[] elements) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    int rest = length;
    for (; rest > 0x7f; rest >>>= 7) {
      block.write(rest | 0x80);
    }
    block.write(rest);
    block.writeBytes(elements);
    return block.toByteArray();
  }

  /** Literals and copies of all kinds, and of numbers more than others. */
  private static byte[] elements(Random random, int count) {
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    int length = 0;
    for (int i = 0; i < count; i++) {
      int kind = length == 0 ? 0 : random.nextInt(8);
      if (kind == 0 || (kind > 4 && i % 2 == 0)) {
        int bytes = random.nextInt(10) == 0 ? 1 + random.nextInt(400) : 1 + random.nextInt(9);
        putLiteral(elements, random, bytes);
        length += bytes;
      } else if (kind < 3) {
        int bytes = 1 + random.nextInt(64);
        int distance = 1 + random.nextInt(Math.min(length, random.nextInt(5) == 0 ? 60_000 : 40));
        elements.write(((bytes - 1) << 2) | (kind == 1 ? 2 : 3));
        for (int b = 0; b < (kind == 1 ? 2 : 4); b++) {
          elements.write(distance >>> (8 * b));
        }
        length += bytes;
      } else {
        int bytes = 4 + random.nextInt(8);
        int most = Math.min(length, 2_047);
        int distance =
            kind > 4 ? Math.min(most, 8 * (1 + random.nextInt(2))) : 1 + random.nextInt(most);
        elements.write(((bytes - 4) << 2) | 1 | ((distance >>> 8) << 5));
        elements.write(distance);
        length += bytes;
      }
    }
    return elements.toByteArray();
  }

  private static void putLiteral(ByteArrayOutputStream elements, Random random, int bytes) {
    int lengthBytes = bytes > 256 ? 2 + random.nextInt(3) : random.nextInt(5);
    if (bytes <= 60 && lengthBytes == 0) {
      elements.write((bytes - 1) << 2);
    } else {
      int needed = Math.max(1, lengthBytes);
      elements.write((59 + needed) << 2);
      for (int b = 0; b < needed; b++) {
        elements.write((bytes - 1) >>> (8 * b));
      }
    }
    byte[] literal = new byte[bytes];
    random.nextBytes(literal);
    elements.writeBytes(literal);
  }

  /** What elements become, as the format says it; empty if they are damaged. */
  private static Optional<byte[]> slowly(byte[] elements) {
    ByteBuffer in = ByteBuffer.wrap(elements);
    byte[] out = new byte[1 << 17];
    int length = 0;
    while (in.hasRemaining()) {
      int tag = in.get() & 0xff;
      int kind = tag & 3;
      int stated = tag >>> 2;
      int numberBytes = kind == 0 ? Math.max(0, stated - 59) : kind == 3 ? 4 : kind;
      if (in.remaining() < numberBytes) {
        return Optional.empty();
      }
      long number = 0;
      for (int b = 0; b < numberBytes; b++) {
        number |= (in.get() & 0xffL) << (8 * b);
      }
      long count =
          1L + (kind == 0 && numberBytes > 0 ? number : kind == 1 ? 3 + (stated & 7) : stated);
      long distance = kind == 1 ? (tag >>> 5) * 256L + number : number;
      boolean isDamaged =
          count > out.length - length
              || (kind == 0 ? count > in.remaining() : distance == 0 || distance > length);
      if (isDamaged) {
        return Optional.empty();
      }
      for (int i = 0; i < count; i++, length++) {
        out[length] = kind == 0 ? in.get() : out[length - (int) distance];
      }
    }
    return Optional.of(Arrays.copyOf(out, length));
  }
}
