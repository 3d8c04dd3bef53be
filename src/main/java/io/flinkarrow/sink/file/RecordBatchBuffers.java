package io.flinkarrow.sink.file;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import java.util.HashMap;
import java.util.Map;

/** A record batch as the Parquet writer reads it: views over its heap body, nothing copied. */
public final class RecordBatchBuffers {

  private RecordBatchBuffers() {}

  public static BatchBuffers of(RecordBatch batch) {
    BatchBody body = batch.body();
    return new BatchBuffers(
        batch.rowCount(),
        body.nodeLengths(),
        body.nullCounts(),
        body.bufferViews(),
        BatchBuffers.dataBuffers(body.variadicCounts()),
        dictionaries(batch));
  }

  private static Map<Long, DictionaryBuffers> dictionaries(RecordBatch batch) {
    Map<Long, DictionaryBuffers> dictionaries = new HashMap<>();
    for (DictionaryBatch dictionary : batch.dictionaries()) {
      dictionaries.put(
          dictionary.id(),
          new DictionaryBuffers(
              dictionary.size(),
              dictionary.body().nodeLengths(),
              dictionary.body().nullCounts(),
              dictionary.body().bufferViews(),
              BatchBuffers.dataBuffers(dictionary.body().variadicCounts()),
              dictionary.contentHash(),
              dictionary));
    }
    return dictionaries;
  }
}
