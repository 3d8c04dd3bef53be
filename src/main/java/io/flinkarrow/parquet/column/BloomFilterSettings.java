package io.flinkarrow.parquet.column;

/**
 * The Bloom filters of one leaf column.
 *
 * @param falsePositiveProbability how often a filter may claim a value that its chunk does not have
 * @param distinctValues how many distinct values of a chunk a filter has room for; 0 if for as many
 *     as there are
 * @param bytes the most bytes of a filter and, while it is made, of the hashes of its values: a
 *     power of two, of at least one block
 */
public record BloomFilterSettings(
    double falsePositiveProbability, long distinctValues, int bytes) {}
