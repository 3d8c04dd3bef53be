package io.flinkarrow.parquet.decoding.levels;

import io.flinkarrow.parquet.decoding.bytes.PageBytes;
import io.flinkarrow.parquet.decoding.bytes.RunLengthBitPackingDecoder;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/**
 * The repetition or definition levels of one data page, in their order. Only as many are decoded as
 * are asked for.
 */
public sealed interface LevelDecoder {

  /**
   * Levels of a page V1, which come before its values; a length comes first unless they are packed.
   *
   * @param page its body, of which the levels are taken
   * @param count of the page's entries
   * @throws IOException if the page does not hold them
   */
  static LevelDecoder ofPageV1(Encoding encoding, int maximum, PageBytes page, int count)
      throws IOException {
    if (maximum == 0) {
      return new AllZero();
    }
    return switch (encoding) {
      case RLE -> new Runs(runs(page.take(Integer.toUnsignedLong(page.nextInt())), maximum));
      case BIT_PACKED -> {
        int width = width(maximum);
        yield new Packed(page.take(((long) count * width + 7) / Byte.SIZE), width, maximum);
      }
      case PLAIN,
          PLAIN_DICTIONARY,
          RLE_DICTIONARY,
          DELTA_BINARY_PACKED,
          DELTA_LENGTH_BYTE_ARRAY,
          DELTA_BYTE_ARRAY,
          BYTE_STREAM_SPLIT ->
          throw new IOException("should have levels in RLE or BIT_PACKED, but in " + encoding);
    };
  }

  /**
   * Levels of a page V2.
   *
   * @param levels all of them and nothing else
   */
  static LevelDecoder ofPageV2(int maximum, PageBytes levels) throws IOException {
    return maximum == 0 ? new AllZero() : new Runs(runs(levels, maximum));
  }

  private static RunLengthBitPackingDecoder runs(PageBytes bytes, int maximum) throws IOException {
    return new RunLengthBitPackingDecoder(bytes, width(maximum), maximum, Integer.MAX_VALUE);
  }

  private static int width(int maximum) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(maximum);
  }

  /** The next levels, a byte each. */
  void bytes(byte[] target, int from, int count) throws IOException;

  /** Passes over the next levels. */
  void skip(int count) throws IOException;

  /**
   * The next levels, of which the highest is 1, a bit each.
   *
   * @param words in which the bits from {@code from} on are 0
   * @return how many are 1
   */
  int bits(long[] words, int from, int count) throws IOException;

  /** A column whose highest level is 0 stores none. */
  record AllZero() implements LevelDecoder {

    @Override
    public void skip(int count) {}

    @Override
    public void bytes(byte[] target, int from, int count) {
      Arrays.fill(target, from, from + count, (byte) 0);
    }

    @Override
    public int bits(long[] words, int from, int count) {
      return 0;
    }
  }

  /** RLE: Parquet's hybrid of runs and packed levels. */
  record Runs(RunLengthBitPackingDecoder levels) implements LevelDecoder {

    @Override
    public void skip(int count) throws IOException {
      levels.skip(count);
    }

    @Override
    public void bytes(byte[] target, int from, int count) throws IOException {
      levels.bytes(target, from, count);
    }

    @Override
    public int bits(long[] words, int from, int count) throws IOException {
      return levels.bits(words, from, count);
    }
  }

  /** BIT_PACKED, as only old writers have it: the first level in the most significant bits. */
  final class Packed implements LevelDecoder {

    private final PageBytes bytes;
    private final int width;
    private final int maximum;
    private long nextBit;

    private Packed(PageBytes bytes, int width, int maximum) {
      this.bytes = bytes;
      this.width = width;
      this.maximum = maximum;
    }

    @Override
    public void skip(int count) {
      nextBit += (long) count * width;
    }

    @Override
    public void bytes(byte[] target, int from, int count) throws IOException {
      for (int i = from; i < from + count; i++) {
        target[i] = (byte) next();
      }
    }

    @Override
    public int bits(long[] words, int from, int count) throws IOException {
      int set = 0;
      for (int i = from; i < from + count; i++) {
        int level = next();
        words[i >>> 6] |= (long) level << i;
        set += level;
      }
      return set;
    }

    private int next() throws IOException {
      int level = 0;
      for (int i = 0; i < width; i++, nextBit++) {
        int part = bytes.array()[bytes.at() + (int) (nextBit >>> 3)];
        level = (level << 1) | ((part >>> (7 - (int) (nextBit & 7))) & 1);
      }
      if (level > maximum) {
        throw new IOException(
            "should have levels from 0 to %d, but has %d".formatted(maximum, level));
      }
      return level;
    }
  }
}
