package io.flinkarrow.parquet.scan;

import io.flinkarrow.parquet.predicate.Predicate;
import java.io.Serializable;

/**
 * Which rows are wanted.
 *
 * @param predicate that they fulfil
 * @param exact whether all others are left out; or else only those that the file tells of without
 *     decoding them, and by those parts of a conjunction only that fit the file's types
 */
public record ScanFilter(Predicate predicate, boolean exact) implements Serializable {}
