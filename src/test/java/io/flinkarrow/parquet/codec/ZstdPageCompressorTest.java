package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ZstdPageCompressorTest extends PageCompressorTest {

  ZstdPageCompressorTest() {
    super(CompressionCodec.ZSTD, 1, 3, 9);
  }

  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) {
    return Zstd.decompress(compressed, uncompressedLength);
  }

  @Test
  void theFrameStatesTheLengthOfThePage() {
    byte[] page = text(new Random(1), 12_345);
    byte[] compressed = compressed(PageCompressor.of(CompressionCodec.ZSTD, 1), page);
    assertThat(Zstd.getFrameContentSize(compressed)).isEqualTo(12_345);
  }

  @Test
  void aVariantChangesNothingForThePagesOfOthers() {
    byte[] page = text(new Random(4), 100_000);
    byte[] expected = compressed(PageCompressor.of(CompressionCodec.ZSTD, 3), page);
    for (PageCompressor variant : PageCompressor.variants(CompressionCodec.ZSTD, 3).values()) {
      compressed(variant, page);
      assertThat(compressed(PageCompressor.of(CompressionCodec.ZSTD, 3), page)).isEqualTo(expected);
    }
  }

  @Test
  void streamsOfRepeatedUpperBytesAreFoundAtALongDistance() {
    byte[] page = new byte[200_000];
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      page[i] = (byte) (random.nextBoolean() ? 0 : -1);
      page[100_000 + i] = page[i];
    }
    PageCompressor usual = PageCompressor.of(CompressionCodec.ZSTD, 3);
    assertThat(
            PageCompressor.variants(CompressionCodec.ZSTD, 3).values().stream()
                .mapToInt(variant -> compressed(variant, page).length)
                .min()
                .getAsInt())
        .isLessThan(compressed(usual, page).length * 2 / 3);
  }

  @Test
  void aHigherLevelCompressesBetter() {
    byte[] page = text(new Random(3), 300_000);
    assertThat(compressed(PageCompressor.of(CompressionCodec.ZSTD, 19), page).length)
        .isLessThan(compressed(PageCompressor.of(CompressionCodec.ZSTD, 1), page).length);
  }

  @Test
  void pagesBetweenSmallAndLargeAreSmallerThanTheLibraryMakesThem() {
    byte[] page = identifiers(160_000);
    assertThat(compressed(PageCompressor.of(CompressionCodec.ZSTD, 3), page).length)
        .isLessThan(Zstd.compress(page, 3).length * 95 / 100);
  }

  @Test
  void aPageDoesNotDependOnTheOneBefore() {
    PageCompressor compressor = PageCompressor.of(CompressionCodec.ZSTD, 3);
    for (int length : new int[] {100_000, 160_000, 100_000, 300_000, 160_000, 300_000}) {
      byte[] page = identifiers(length);
      byte[] before = compressed(compressor, page);
      compressed(compressor, identifiers(200_000));
      compressed(PageCompressor.of(CompressionCodec.ZSTD, 1), page);
      assertThat(compressed(compressor, page)).isEqualTo(before);
    }
  }

  /** Random identifiers as text, each behind its length. */
  private static byte[] identifiers(int length) {
    Random random = new Random(7);
    ByteBuffer bytes = ByteBuffer.allocate(length + 64);
    while (bytes.position() < length) {
      bytes.putInt(36);
      bytes.put(
          new UUID(random.nextLong(), random.nextLong())
              .toString()
              .getBytes(StandardCharsets.US_ASCII));
    }
    return Arrays.copyOf(bytes.array(), length);
  }

  /** At level 12 a context takes ten megabytes: forty that leaked would show. */
  @Test
  void contextsOfEndedThreadsAreFreed() throws Exception {
    byte[] page = text(new Random(5), 1 << 20);
    runInThreads(5, page);
    NativeMemory before = NativeMemory.now();
    long leakedAtOnce = runInThreads(1, page);
    for (int round = 0; round < 8; round++) {
      runInThreads(5, page);
      System.gc();
      Thread.sleep(20);
    }
    assertThat(before.growth()).as("one context: %d", leakedAtOnce).isLessThan(150L << 20);
  }

  private static long runInThreads(int threads, byte[] page) throws Exception {
    NativeMemory before = NativeMemory.now();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(() -> compressed(PageCompressor.of(CompressionCodec.ZSTD, 12), page));
      thread.start();
      thread.join();
    }
    return before.growth();
  }
}
