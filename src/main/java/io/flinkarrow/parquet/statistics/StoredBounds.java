package io.flinkarrow.parquet.statistics;

/**
 * What is stored of the least and greatest of byte strings.
 *
 * @param order of the byte strings
 * @param truncatedBytes how much is stored of longer ones, if they are truncated
 */
record StoredBounds(BinaryOrder order, int truncatedBytes) {

  PageStatistics of(BinaryBound min, BinaryBound max, long nullCount) {
    boolean utf8 = order == BinaryOrder.UTF8;
    boolean minWhole = !order.truncates() || min.length <= truncatedBytes;
    boolean maxWhole = !order.truncates() || max.length <= truncatedBytes;
    byte[] lower =
        minWhole
            ? min.copy()
            : BinaryTruncation.lowerBound(min.bytes, min.length, truncatedBytes, utf8);
    byte[] upper =
        maxWhole
            ? max.copy()
            : BinaryTruncation.upperBound(max.bytes, max.length, truncatedBytes, utf8);
    if (upper == null && max.length <= BinaryStatistics.LONGEST_WHOLE_BYTES) {
      upper = max.copy();
      maxWhole = true;
    }
    return upper == null
        ? PageStatistics.withoutMinMax(nullCount)
        : new PageStatistics(
            lower, upper, minWhole && !min.isTruncated, maxWhole && !max.isTruncated, nullCount);
  }
}
