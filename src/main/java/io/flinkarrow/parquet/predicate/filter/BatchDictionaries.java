package io.flinkarrow.parquet.predicate.filter;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyCursor;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.parquet.predicate.values.ValueSet;
import java.util.List;

/** The dictionaries of a batch. */
record BatchDictionaries(BatchSchema schema, List<DictionaryBatch> batches) {

  /** Which entries are in a set. */
  SlotMatches matches(long id, ValueSet set) {
    DictionaryBatch dictionary =
        batches.stream()
            .filter(batch -> batch.id() == id)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("The batch has no dictionary with id " + id));
    return SlotMatches.of(
        schema.dictionaries().get(id).layout(),
        BodyCursor.of(dictionary.body()),
        this,
        set,
        SlotBits.all(dictionary.size()));
  }
}
