package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.decoder.Decoder;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BrotliPageCompressorTest extends PageCompressorTest {

  BrotliPageCompressorTest() {
    super(CompressionCodec.BROTLI, 5, 0, 1, 11);
  }

  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) throws IOException {
    return Decoder.decompress(compressed, 0, compressed.length);
  }

  @Test
  void aHigherLevelCompressesBetter() {
    byte[] page = text(new Random(3), 300_000);
    assertThat(compressed(PageCompressor.of(CompressionCodec.BROTLI, 9), page).length)
        .isLessThan(compressed(PageCompressor.of(CompressionCodec.BROTLI, 1), page).length);
  }

  @Test
  void noLevelNeedsMoreThanTheBound() {
    for (int length : new int[] {1 << 10, 1 << 14, 3 << 20}) {
      byte[] page = new byte[length];
      new Random(length).nextBytes(page);
      for (int level = 0; level < 10; level++) {
        PageCompressor compressor = PageCompressor.of(CompressionCodec.BROTLI, level);
        assertThat(compressed(compressor, page).length)
            .isLessThanOrEqualTo(compressor.maximumCompressedLength(length));
      }
    }
  }

  /** A few hundred bytes that go on and on: it is found out before anything is kept of them. */
  @Test
  void aStreamThatBecomesMoreThanPromisedIsRefused() {
    PageCompressor compressor = PageCompressor.of(CompressionCodec.BROTLI, 5);
    byte[] compressed = compressed(compressor, new byte[100 << 20]);
    assertThat(compressed.length).isLessThan(1 << 10);
    PageDecompressor decompressor = PageDecompressor.of(CompressionCodec.BROTLI);
    assertThatThrownBy(() -> decompressor.decompress(compressed, 0, compressed.length, 1_000))
        .isInstanceOf(IOException.class)
        .hasMessage("decompressed with BROTLI it should have 1000 bytes, but has more");
  }

  @Test
  void aStreamWithoutAnEndIsRefused() {
    byte[] page = text(new Random(3), 300_000);
    byte[] whole = compressed(PageCompressor.of(CompressionCodec.BROTLI, 5), page);
    PageDecompressor decompressor = PageDecompressor.of(CompressionCodec.BROTLI);
    for (int length : new int[] {1, 100, whole.length - 1}) {
      assertThatThrownBy(
              () -> decompressor.decompress(Arrays.copyOf(whole, length), 0, length, page.length))
          .isInstanceOf(IOException.class)
          .hasMessage("its bytes are not what BROTLI makes");
    }
  }

  /** A context takes megabytes: hundreds that leaked would show, also beside a heap that grows. */
  @Test
  void noContextOutlivesItsPage() throws Exception {
    byte[] page = text(new Random(5), 1 << 20);
    PageCompressor compressor = PageCompressor.of(CompressionCodec.BROTLI, 5);
    PageDecompressor decompressor = PageDecompressor.of(CompressionCodec.BROTLI);
    byte[] compressed = compressed(compressor, page);
    byte[] output = new byte[2 << 20];
    NativeMemory before = NativeMemory.now();
    for (int round = 0; round < 600; round++) {
      if (round % 3 == 0) {
        compressor.compress(page, 0, page.length, output, 0);
      }
      decompressor.decompress(compressed, 0, compressed.length, page.length);
      assertThatThrownBy(() -> decompressor.decompress(page, 0, page.length, page.length))
          .isInstanceOf(IOException.class);
    }
    assertThat(before.growth()).isLessThan(300L << 20);
  }
}
