package io.flinkarrow.sink.file;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FilePlan;
import io.flinkarrow.parquet.UnfinishedFile;
import io.flinkarrow.parquet.shred.values.SharedDictionaries;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.sink.registry.EndMetadata;
import io.flinkarrow.sink.registry.OpenWriters;
import io.flinkarrow.sink.registry.PartFilePlace;
import io.flinkarrow.sink.registry.SinkMetrics;
import java.io.IOException;
import javax.annotation.Nullable;
import org.apache.flink.core.fs.FSDataOutputStream;

/** A part file of record batches that its schema takes. */
public final class RecordBatchBulkWriter
    extends PartFileBulkWriter<RecordBatch, ArrowParquetWriter> {

  private final RecordBatchFileOpener format;
  private final SharedDictionaries dictionaries;

  /** Null until the first batch, if each file takes its own. */
  @Nullable private BatchSchema schema;

  RecordBatchBulkWriter(
      FSDataOutputStream out,
      @Nullable BatchSchema schema,
      RecordBatchFileOpener format,
      PartFilePlace place,
      OpenWriters openWriters) {
    super(out, place, openWriters);
    this.schema = schema;
    this.format = format;
    this.dictionaries = openWriters.dictionaries();
  }

  @Override
  public void check(RecordBatch batch) {
    if (schema == null) {
      schema = batch.batchSchema();
    } else {
      RecordBatchFileOpener.requireTaken(schema, batch);
    }
  }

  @Override
  public boolean hasSchema() {
    return schema != null;
  }

  @Override
  public ArrowParquetWriter open(FSDataOutputStream stream) {
    try {
      return ArrowParquetWriter.open(stream, plan(), dictionaries);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new RefusedInputException(e.getMessage(), e);
    }
  }

  @Override
  public FilePlan plan() {
    return format.plan(schema);
  }

  @Override
  public ArrowParquetWriter resume(FSDataOutputStream stream, UnfinishedFile left)
      throws IOException {
    return ArrowParquetWriter.resume(stream, plan(), dictionaries, left);
  }

  @Override
  public boolean write(ArrowParquetWriter file, RecordBatch batch, SinkMetrics metrics)
      throws IOException {
    long start = System.nanoTime();
    file.write(RecordBatchBuffers.of(batch));
    metrics.countBatch();
    metrics.countEncodeTime(System.nanoTime() - start);
    return true;
  }

  @Override
  public void add(EndMetadata metadata, ArrowParquetWriter file, @Nullable String bucketId)
      throws IOException {
    metadata.addTo(file::addKeyValueMetadata, bucketId, file.summarySoFar());
  }
}
