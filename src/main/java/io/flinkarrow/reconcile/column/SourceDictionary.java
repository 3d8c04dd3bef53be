package io.flinkarrow.reconcile.column;

import io.flinkarrow.layout.ColumnLayout;
import java.util.Optional;

/**
 * A dictionary of the batches that come, and how its values become those of the wanted type.
 *
 * @param id as it came
 * @param came the values' column
 * @param conversion empty if they stay as they are
 */
public record SourceDictionary(long id, ColumnLayout came, Optional<ColumnConversion> conversion) {}
