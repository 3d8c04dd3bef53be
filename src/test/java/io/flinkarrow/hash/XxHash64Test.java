package io.flinkarrow.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.Test;

/** The hash is XXH64. */
class XxHash64Test {

  @Test
  void publishedValuesComeOut() {
    assertThat(hash("", 0)).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(hash("a", 0)).isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(hash("abc", 0)).isEqualTo(0x44BC2CF5AD770999L);
  }

  @Test
  void itAgreesWithParquetsHashAtEveryLengthAndOffset() {
    byte[] bytes = new byte[300];
    new Random(1).nextBytes(bytes);
    for (int length = 0; length < 200; length++) {
      int offset = length % 100;
      byte[] range = Arrays.copyOfRange(bytes, offset, offset + length);
      assertThat(XxHash64.of(bytes, offset, length, 0)).isEqualTo(new XxHash().hashBytes(range));
    }
  }

  private static long hash(String text, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return XxHash64.of(bytes, 0, bytes.length, seed);
  }
}
