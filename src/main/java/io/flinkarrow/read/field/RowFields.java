package io.flinkarrow.read.field;

import java.util.List;

/**
 * The readers of a row's fields.
 *
 * @param leaves all leaf columns that the fields read
 * @param counters those that can tell the number of rows if there are no leaves, the best first
 */
public record RowFields(
    List<String> names,
    FieldReader[] readers,
    List<LeafReader> leaves,
    List<LeafReader> counters) {}
