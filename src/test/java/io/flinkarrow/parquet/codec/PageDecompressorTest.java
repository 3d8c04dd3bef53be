package io.flinkarrow.parquet.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages come back from every codec; compressors are checked with decompressors of others. */
class PageDecompressorTest {

  private static final int[] LENGTHS = {0, 1, 2, 255, 65_535, 65_536, 131_073, 1_048_577};

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void everyLengthAndContentComesBack(CompressionCodec codec) throws IOException {
    for (int length : LENGTHS) {
      byte[] random = new byte[length];
      new Random(length).nextBytes(random);
      for (byte[] page :
          new byte[][] {new byte[length], random, PageCompressorTest.text(new Random(1), length)}) {
        byte[] compressed = compressed(codec, page);
        assertThat(decompress(codec, compressed, length))
            .as("%s, %d bytes", codec, length)
            .isEqualTo(page);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void onlyTheRangeIsRead(CompressionCodec codec) throws IOException {
    byte[] page = PageCompressorTest.text(new Random(2), 5_000);
    byte[] compressed = compressed(codec, page);
    byte[] input = new byte[compressed.length + 20];
    Arrays.fill(input, (byte) 0x5a);
    System.arraycopy(compressed, 0, input, 7, compressed.length);
    assertThat(PageDecompressor.of(codec).decompress(input, 7, compressed.length, page.length))
        .isEqualTo(page);
    assertThatThrownBy(() -> PageDecompressor.of(codec).decompress(input, 7, input.length, 5_000))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void aPageOfAnotherLengthThanPromisedIsRefused(CompressionCodec codec) {
    byte[] compressed = compressed(codec, PageCompressorTest.text(new Random(3), 1_000));
    for (int promised : new int[] {0, 1, 999, 1_001, 100_000}) {
      assertThatThrownBy(() -> decompress(codec, compressed, promised))
          .as("%s, %d bytes promised", codec, promised)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(codec.name());
    }
  }

  /** What is not found by its length or checksum may become another page, but never more. */
  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void noDamageGetsPastTheBounds(CompressionCodec codec) {
    Random random = new Random(4);
    byte[] page = PageCompressorTest.text(random, 3_000);
    byte[] whole = compressed(codec, page);
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(3));
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(decompress(codec, damaged, page.length)).hasSize(page.length);
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining(codec.name());
      }
    }
  }

  @Test
  void framesAndMembersMayFollowEachOther() throws IOException {
    byte[] page = PageCompressorTest.text(new Random(5), 10_000);
    for (CompressionCodec codec :
        new CompressionCodec[] {CompressionCodec.ZSTD, CompressionCodec.GZIP}) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(compressed(codec, Arrays.copyOf(page, 6_000)));
      both.write(compressed(codec, Arrays.copyOfRange(page, 6_000, 10_000)));
      assertThat(decompress(codec, both.toByteArray(), page.length))
          .as("%s", codec)
          .isEqualTo(page);
    }
  }

  private static byte[] decompress(CompressionCodec codec, byte[] compressed, int length)
      throws IOException {
    byte[] larger = new byte[length + 100];
    Arrays.fill(larger, (byte) 0x5a);
    PageDecompressor decompressor = PageDecompressor.of(codec);
    try {
      decompressor.decompress(compressed, 0, compressed.length, larger, length);
    } finally {
      assertThat(Arrays.copyOfRange(larger, length, larger.length)).containsOnly(0x5a);
    }
    byte[] page = decompressor.decompress(compressed, 0, compressed.length, length);
    assertThat(Arrays.copyOf(larger, length)).isEqualTo(page);
    return page;
  }

  static byte[] compressed(CompressionCodec codec, byte[] page) {
    return PageCompressorTest.compressed(PageCompressor.of(codec, codec.defaultLevel()), page);
  }
}
