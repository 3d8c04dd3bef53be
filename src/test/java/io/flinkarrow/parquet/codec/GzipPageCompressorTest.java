package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipPageCompressorTest extends PageCompressorTest {

  GzipPageCompressorTest() {
    super(CompressionCodec.GZIP, 6, 1, 9);
  }

  /** Checks the trailer's CRC and length too. */
  @Override
  byte[] decompress(byte[] compressed, int uncompressedLength) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aHigherLevelCompressesBetter() {
    byte[] page = text(new Random(3), 300_000);
    assertThat(compressed(PageCompressor.of(CompressionCodec.GZIP, 9), page).length)
        .isLessThan(compressed(PageCompressor.of(CompressionCodec.GZIP, 1), page).length);
  }
}
