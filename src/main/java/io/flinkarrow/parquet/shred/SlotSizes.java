package io.flinkarrow.parquet.shred;

/** Sizes of stretches of slots, which sum up. */
interface SlotSizes {

  /** Far more than a batch that can be written takes; sums of such sizes do not overflow. */
  long MOST_BYTES = 1L << 50;

  /** What is wrong with a batch that takes more. */
  String FEWER_BYTES =
      "values of at most %d bytes, each counted as often as it is referred to"
          .formatted(MOST_BYTES);

  /**
   * Takes over the batch at hand; what is below has done so.
   *
   * @param columns leaf columns of the batch
   */
  default void bind(int columns) {}

  /** The size of slots {@code [from, to)}. */
  long of(int from, int to);
}
