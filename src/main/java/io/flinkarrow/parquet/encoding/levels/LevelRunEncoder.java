package io.flinkarrow.parquet.encoding.levels;

/**
 * Writes levels of one kind in Parquet's hybrid of run-length encoding and bit-packing. The bytes
 * depend only on the sequence of levels, not on the calls it came in.
 */
sealed interface LevelRunEncoder permits BitRunEncoder, RunLengthBitPackingEncoder {

  /** Appends {@code count} times {@code value}. */
  void writeRun(int value, int count);

  /** Appends {@code count} values of one byte each, none of them negative. */
  void write(byte[] values, int from, int count);

  /** Closes the sequence; the next value begins another one behind it. */
  void finish();

  /** The sequence as it is, for {@link #rewind} before the next {@link #finish()}. */
  Mark mark();

  /** Takes back what was appended since the mark was made. */
  void rewind(Mark mark);

  /**
   * Where a sequence was.
   *
   * @param length of the builder
   * @param pending bits or values that fill no group yet
   */
  record Mark(
      int length,
      long pendingBits,
      int[] pending,
      int pendingCount,
      int runValue,
      int runLength,
      int headerOffset,
      int groups) {}

  /** Forgets values that were not finished; what is in the builder is the caller's to drop. */
  void reset();

  /** About how many bytes {@link #finish()} would append now. */
  int pendingBytes();
}
