package io.flinkarrow.parquet.bloom;

/**
 * The bits of a split block Bloom filter, as Parquet's specification has them: a hash belongs to
 * one block by its upper half, and sets one bit in each of the block's eight words by its lower
 * half. The number of blocks is a power of two.
 */
final class SplitBlocks {

  static final int BLOCK_WORDS = 8;
  static final int BLOCK_BYTES = BLOCK_WORDS * Integer.BYTES;

  /** From the specification: one odd number per word. */
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  /** The bits of a word's number, of 32. */
  private static final int BIT_SHIFT = 27;

  private int[] words;

  /**
   * @param bytes a power of two, at least {@link #BLOCK_BYTES}
   */
  SplitBlocks(int bytes) {
    this.words = new int[bytes / Integer.BYTES];
  }

  /**
   * The bytes of a filter that has room for so many distinct values at a false positive
   * probability, by the formula of classic Bloom filters, as other writers calculate it.
   *
   * @param most a power of two
   */
  static int bytesFor(long distinctValues, double probability, int most) {
    double bits = -8.0 * distinctValues / Math.log(1 - Math.pow(probability, 1.0 / BLOCK_WORDS));
    double bytes = Math.max(BLOCK_BYTES, bits / Byte.SIZE);
    return bytes >= most ? most : Integer.highestOneBit((int) Math.ceil(bytes) - 1) << 1;
  }

  void insert(long hash) {
    int block = BLOCK_WORDS * block(hash, words.length / BLOCK_WORDS);
    for (int i = 0; i < BLOCK_WORDS; i++) {
      words[block + i] |= bit(hash, i);
    }
  }

  /**
   * The block that a hash belongs to.
   *
   * @param blocks how many there are
   */
  static int block(long hash, int blocks) {
    return (int) (((hash >>> Integer.SIZE) * blocks) >>> Integer.SIZE);
  }

  /** The bit of a block's word that a hash sets. */
  static int bit(long hash, int word) {
    return 1 << (((int) hash * SALT[word]) >>> BIT_SHIFT);
  }

  /** Joins neighbouring blocks while the filter keeps the probability. */
  void foldWithin(double probability) {
    while (words.length > BLOCK_WORDS) {
      int[] half = folded();
      if (falsePositives(half) > probability) {
        return;
      }
      words = half;
    }
  }

  private int[] folded() {
    int[] half = new int[words.length / 2];
    for (int i = 0; i < half.length; i++) {
      int first = (i / BLOCK_WORDS) * 2 * BLOCK_WORDS + i % BLOCK_WORDS;
      half[i] = words[first] | words[first + BLOCK_WORDS];
    }
    return half;
  }

  /** How likely the filter claims a value that it does not have. */
  double falsePositives() {
    return falsePositives(words);
  }

  private static double falsePositives(int[] words) {
    double sum = 0;
    for (int block = 0; block < words.length; block += BLOCK_WORDS) {
      double hit = 1;
      for (int i = 0; i < BLOCK_WORDS; i++) {
        hit *= Integer.bitCount(words[block + i]) / (double) Integer.SIZE;
      }
      sum += hit;
    }
    return sum * BLOCK_WORDS / words.length;
  }

  int bytes() {
    return Integer.BYTES * words.length;
  }

  /** The words of all blocks, not copied. */
  int[] words() {
    return words;
  }
}
