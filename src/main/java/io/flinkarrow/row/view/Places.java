package io.flinkarrow.row.view;

import javax.annotation.Nullable;

/**
 * Where the values of a column's slots lie among those that are stored.
 *
 * @param numbers of each slot's value; null if it is the slot's own
 */
public record Places(Slots slots, @Nullable int[] numbers) {}
