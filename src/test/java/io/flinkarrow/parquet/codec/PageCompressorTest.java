package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What every codec must do; a decompressor that isn't ours decides. */
abstract class PageCompressorTest {

  private static final int[] LENGTHS = {
    0, 1, 2, 11, 12, 13, 64, 255, 4_095, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 262_143,
    262_144, 262_145, 1_048_577
  };

  private final CompressionCodec codec;
  private final int[] levels;

  PageCompressorTest(CompressionCodec codec, int... levels) {
    this.codec = codec;
    this.levels = levels;
  }

  abstract byte[] decompress(byte[] compressed, int uncompressedLength) throws Exception;

  @Test
  void everyLengthAndContentComesBack() throws Exception {
    for (int level : levels) {
      for (PageCompressor compressor : PageCompressor.variants(codec, level).values()) {
        for (int length : LENGTHS) {
          for (BiFunction<Random, Integer, byte[]> content : contents()) {
            byte[] page = content.apply(new Random(length), length);
            byte[] compressed = compressed(compressor, page);
            assertThat(decompress(compressed, length))
                .as("%s level %d, %d bytes", codec, level, length)
                .isEqualTo(page);
          }
        }
      }
    }
  }

  @Test
  void whatSurroundsTheRangesIsNeitherReadNorWritten() throws Exception {
    Random random = new Random(7);
    PageCompressor compressor = PageCompressor.of(codec, levels[0]);
    for (int length : LENGTHS) {
      byte[] page = text(random, length);
      byte[] input = new byte[length + 14];
      random.nextBytes(input);
      System.arraycopy(page, 0, input, 9, length);
      int room = compressor.maximumCompressedLength(length);
      byte[] output = new byte[room + 16];
      Arrays.fill(output, (byte) 0x5a);
      int compressedLength = compressor.compress(input, 9, length, output, 5);
      assertThat(Arrays.copyOf(output, 5)).containsOnly(0x5a);
      assertThat(Arrays.copyOfRange(output, 5 + room, output.length)).containsOnly(0x5a);
      assertThat(decompress(Arrays.copyOfRange(output, 5, 5 + compressedLength), length))
          .isEqualTo(page);
    }
  }

  @Test
  void rangesOutsideOfTheArraysAreRefused() {
    PageCompressor compressor = PageCompressor.of(codec, levels[0]);
    byte[] page = new byte[100];
    byte[] output = new byte[compressor.maximumCompressedLength(100)];
    assertThatThrownBy(() -> compressor.compress(page, 1, 100, output, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> compressor.compress(page, -1, 10, output, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> compressor.compress(page, 0, -1, output, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> compressor.compress(page, 0, 100, output, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> compressor.compress(page, 0, 100, output, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage(
            "Compressing 100 bytes with %s needs room for %d bytes from offset 1 on, but the output has %d bytes",
            codec, output.length, output.length);
  }

  @Test
  void aLengthWhoseResultNoArrayHoldsIsRefused() {
    PageCompressor compressor = PageCompressor.of(codec, levels[0]);
    assertThatThrownBy(() -> compressor.maximumCompressedLength(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A page of 2147483647 bytes cannot be compressed with " + codec)
        .hasMessageContaining("Make pages smaller");
    assertThat(compressor.maximumCompressedLength(1 << 30)).isGreaterThanOrEqualTo(1 << 30);
  }

  @Test
  void aLevelTheCodecLacksIsRefused() {
    assertThatThrownBy(() -> PageCompressor.of(codec, 23))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(codec.name());
  }

  @Test
  void aThreadMayAlternateLevelsAndCompressors() {
    byte[] page = text(new Random(1), 200_000);
    List<byte[]> fresh = new ArrayList<>();
    for (int level : levels) {
      fresh.add(inNewThread(() -> compressed(PageCompressor.of(codec, level), page)));
    }
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < levels.length; i++) {
        assertThat(compressed(PageCompressor.of(codec, levels[i]), page)).isEqualTo(fresh.get(i));
      }
    }
  }

  @Test
  void oneInstanceServesManyThreads() throws Exception {
    PageCompressor compressor = PageCompressor.of(codec, levels[0]);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int task = 0; task < 8; task++) {
        Random random = new Random(task);
        results.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 100; round++) {
                    byte[] page = text(random, random.nextInt(20_000));
                    if (!Arrays.equals(
                        page, decompress(compressed(compressor, page), page.length))) {
                      return false;
                    }
                  }
                  return true;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  static byte[] compressed(PageCompressor compressor, byte[] page) {
    byte[] output = new byte[compressor.maximumCompressedLength(page.length)];
    return Arrays.copyOf(output, compressor.compress(page, 0, page.length, output, 0));
  }

  static byte[] text(Random random, int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      text.append("carrier ").append(random.nextInt(50)).append(" delayed ");
    }
    return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  private static List<BiFunction<Random, Integer, byte[]>> contents() {
    return List.of(
        (random, length) -> new byte[length],
        PageCompressorTest::text,
        (random, length) -> {
          byte[] incompressible = new byte[length];
          random.nextBytes(incompressible);
          return incompressible;
        });
  }

  private static byte[] inNewThread(java.util.concurrent.Callable<byte[]> task) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(task).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      thread.shutdownNow();
    }
  }
}
