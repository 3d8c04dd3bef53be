package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages of the deprecated codec LZ4 are read with the framing of Hadoop and without any, whatever
 * their length; others, and pages that were changed, give an error or what they became.
 */
class DeprecatedLz4IsReadTest {

  private static final PageDecompressor LZ4 = PageDecompressor.ofDeprecatedLz4();

  /** As Hadoop's codec makes them, with several blocks if they are long. */
  private static byte[] framed(byte[] page) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new Lz4HadoopStreams().createOutputStream(bytes)) {
      out.write(page);
    }
    return bytes.toByteArray();
  }

  private static byte[] raw(byte[] page) {
    return PageCompressorTest.compressed(PageCompressor.of(CompressionCodec.LZ4_RAW, 0), page);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 65_535, 300_000, 1_048_577})
  void withFramesAndWithout(int length) throws IOException {
    byte[] random = new byte[length];
    new Random(length).nextBytes(random);
    for (byte[] page :
        new byte[][] {new byte[length], random, PageCompressorTest.text(new Random(1), length)}) {
      for (byte[] compressed : new byte[][] {framed(page), raw(page)}) {
        assertThat(LZ4.decompress(compressed, 0, compressed.length, length)).isEqualTo(page);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1_001, 100_000})
  void aPageOfAnotherLengthThanPromisedIsRefused(int promised) throws IOException {
    byte[] compressed = framed(PageCompressorTest.text(new Random(3), 1_000));
    assertThatThrownBy(() -> LZ4.decompress(compressed, 0, compressed.length, promised))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("LZ4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aChangedPageGivesSomeBytesOrAnError(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] page = PageCompressorTest.text(random, 5_000);
    byte[] compressed = framed(page);
    for (int i = 0; i < 5_000; i++) {
      byte[] changed = Arrays.copyOf(compressed, 1 + random.nextInt(compressed.length));
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(LZ4.decompress(changed, 0, changed.length, page.length)).hasSize(page.length);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("LZ4");
      }
    }
  }
}
