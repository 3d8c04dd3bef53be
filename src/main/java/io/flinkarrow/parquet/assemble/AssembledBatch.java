package io.flinkarrow.parquet.assemble;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.DictionaryBatch;
import java.util.List;

/**
 * The columns of some rows in Arrow's layout.
 *
 * @param dictionaries one for each dictionary id of the schema
 */
public record AssembledBatch(BatchBody body, List<DictionaryBatch> dictionaries) {}
