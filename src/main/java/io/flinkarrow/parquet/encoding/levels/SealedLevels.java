package io.flinkarrow.parquet.encoding.levels;

/**
 * What the level sections of a page hold.
 *
 * @param levelCount the entries: values and nulls together
 * @param nullCount the entries below the maximum definition level
 * @param repetitionHistogram how many entries have each repetition level; empty if the column's
 *     maximum is 0
 * @param definitionHistogram how many entries have each definition level; empty if the column's
 *     maximum is 0 or 1, because {@code nullCount} says it all
 * @param repetitionBytes the bytes of the encoded repetition levels, without their length
 * @param definitionBytes the same of the definition levels
 */
public record SealedLevels(
    int levelCount,
    int nullCount,
    long[] repetitionHistogram,
    long[] definitionHistogram,
    int repetitionBytes,
    int definitionBytes) {}
