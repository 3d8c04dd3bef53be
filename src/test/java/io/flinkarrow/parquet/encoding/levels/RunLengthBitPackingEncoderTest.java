package io.flinkarrow.parquet.encoding.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.encoding.TestChunk;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hybrid's bytes are parquet-java's, whatever calls the values came in. */
class RunLengthBitPackingEncoderTest {

  private static int[] randomShapes(int width, Random random) {
    int[] values = new int[random.nextInt(3000)];
    int i = 0;
    while (i < values.length) {
      int shape = random.nextInt(4);
      int length =
          Math.min(values.length - i, shape == 0 ? random.nextInt(700) : random.nextInt(24));
      int value = randomValue(width, random);
      for (int k = 0; k < length; k++) {
        values[i++] = shape == 1 || shape == 2 ? value : randomValue(width, random);
      }
    }
    return values;
  }

  private static int randomValue(int width, Random random) {
    return width == 0 ? 0 : random.nextInt() >>> (Integer.SIZE - width);
  }

  private static byte[] byParquetJava(int[] values, int width) throws IOException {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(width, 64, 1 << 20, new HeapByteBufferAllocator())) {
      for (int value : values) {
        encoder.writeInt(value);
      }
      return TestChunk.bytes(encoder.toBytes());
    }
  }

  private static byte[] inRandomCalls(int[] values, int width, Random random) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    RunLengthBitPackingEncoder encoder = new RunLengthBitPackingEncoder(width, out);
    int i = 0;
    while (i < values.length) {
      int count = Math.min(values.length - i, random.nextInt(random.nextBoolean() ? 12 : 900));
      switch (random.nextInt(3)) {
        case 0 -> {
          int run = i;
          while (run < i + count && values[run] == values[i]) {
            run++;
          }
          encoder.writeRun(values[i], run - i);
          count = run - i;
        }
        case 1 -> {
          if (width < 8) {
            byte[] bytes = new byte[count + 3];
            for (int k = 0; k < count; k++) {
              bytes[k + 3] = (byte) values[i + k];
            }
            encoder.write(bytes, 3, count);
          } else {
            encoder.write(values, i, count);
          }
        }
        default -> encoder.write(values, i, count);
      }
      i += count;
    }
    encoder.finish();
    return Arrays.copyOf(out.array(), out.length());
  }

  @Test
  void everyWidthAndShapeIsEncodedAsParquetJavaDoes() throws IOException {
    Random random = new Random(1);
    for (int width = 0; width <= 32; width++) {
      for (int round = 0; round < (width < 8 ? 60 : 20); round++) {
        int[] values = randomShapes(width, random);
        assertThat(inRandomCalls(values, width, random))
            .as("width %d, values %s", width, Arrays.toString(values))
            .isEqualTo(byParquetJava(values, width));
      }
    }
  }

  @Test
  void whatIsEncodedIsDecoded() throws IOException {
    Random random = new Random(2);
    for (int width = 1; width <= 32; width++) {
      int[] values = randomShapes(width, random);
      RunLengthBitPackingHybridDecoder decoder =
          new RunLengthBitPackingHybridDecoder(
              width, new ByteArrayInputStream(inRandomCalls(values, width, random)));
      for (int value : values) {
        assertThat(decoder.readInt()).isEqualTo(value);
      }
    }
  }

  @Test
  void aRunCostsTheSameWhateverItsLength() {
    ByteArrayBuilder out = new ByteArrayBuilder();
    RunLengthBitPackingEncoder encoder = new RunLengthBitPackingEncoder(3, out);
    for (int i = 0; i < 1000; i++) {
      encoder.writeRun(5, 1_000_000);
    }
    encoder.finish();
    assertThat(out.length()).isEqualTo(6);
    assertThat(out.retainedBytes()).isLessThan(100);
  }

  @Test
  void anotherSequenceMayFollowBehindAFinishedOne() throws IOException {
    ByteArrayBuilder out = new ByteArrayBuilder();
    RunLengthBitPackingEncoder encoder = new RunLengthBitPackingEncoder(2, out);
    int[] values = {1, 2, 3, 1, 1};
    encoder.write(values, 0, 5);
    encoder.finish();
    int first = out.length();
    encoder.write(values, 0, 5);
    encoder.finish();
    byte[] expected = byParquetJava(values, 2);
    assertThat(Arrays.copyOf(out.array(), first)).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(out.array(), first, out.length())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 33})
  void aWidthOutOfRangeIsRefused(int width) {
    assertThatThrownBy(() -> new RunLengthBitPackingEncoder(width, new ByteArrayBuilder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Bit width must be between 0 and 32 but was " + width);
  }
}
