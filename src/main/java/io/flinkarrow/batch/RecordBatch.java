package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.batch.body.ColumnBuffers;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.copy.BodyConcatenation;
import io.flinkarrow.batch.copy.GatherCopyPlanner;
import io.flinkarrow.batch.copy.RangeCopyPlanner;
import io.flinkarrow.batch.copy.SlotRuns;
import io.flinkarrow.batch.copy.WholeDictionary;
import io.flinkarrow.batch.vectors.RootCopier;
import io.flinkarrow.batch.vectors.VectorLoading;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.refusal.RefusedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * Rows in columns as an element of a Flink stream: an immutable value on the heap, in Arrow's IPC
 * layout. It has no owner and nothing to close, so it may be dropped, buffered, broadcast and kept
 * in state like a string. Making one from vectors copies what the rows use; {@link #load} copies
 * back into vectors. Everything else needs no Arrow memory.
 *
 * <p>Every batch carries the dictionaries of its dictionary-encoded columns whole; batches of one
 * split, and batches that arrive one after the other, share them.
 */
@TypeInfo(RecordBatchTypeInfoFactory.class)
public final class RecordBatch {

  /**
   * How large {@link #split} makes batches by default: 4 MiB. Flink spills larger records to disk
   * between tasks, and the garbage collector handles larger arrays worse.
   */
  public static final long DEFAULT_MAXIMUM_BYTES = 4L << 20;

  private final BatchSchema schema;
  private final int rowCount;
  private final BatchBody body;
  private final List<DictionaryBatch> dictionaries;

  private RecordBatch(
      BatchSchema schema, int rowCount, BatchBody body, List<DictionaryBatch> dictionaries) {
    this.schema = schema;
    this.rowCount = rowCount;
    this.body = body;
    this.dictionaries = dictionaries;
  }

  /**
   * A batch of parts, for readers of IPC messages; nothing is copied.
   *
   * @param dictionaries one for each dictionary id of the schema, in any order
   * @throws IllegalArgumentException if the parts don't have the schema's number of nodes, buffers
   *     or dictionaries; the buffers' content is not looked at
   */
  public static RecordBatch of(
      BatchSchema schema, int rowCount, BatchBody body, List<DictionaryBatch> dictionaries) {
    body.layout().requireShape(schema.shape(), "the batch");
    schema.requireRows(rowCount, body.layout().nodeLengths());
    return new RecordBatch(schema, rowCount, body, DictionaryBatch.allOf(schema, dictionaries));
  }

  /**
   * Copies all rows of {@code root}, which stays the caller's, unchanged.
   *
   * @throws IllegalArgumentException if a column is dictionary-encoded: it needs its dictionaries
   */
  public static RecordBatch copyOf(VectorSchemaRoot root) {
    return copyOf(RootCopier.of(root, null), root.getRowCount());
  }

  /**
   * Copies all rows of {@code root} and the dictionaries they need; all stay the caller's.
   *
   * @throws IllegalArgumentException if a dictionary is missing, a vector isn't what the root's
   *     schema says, or the columns take more than 2 GiB: then {@link #split} them
   */
  public static RecordBatch copyOf(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    return copyOf(
        RootCopier.of(root, Objects.requireNonNull(dictionaries, "dictionaries")),
        root.getRowCount());
  }

  private static RecordBatch copyOf(RootCopier copier, int rowCount) {
    return of(copier, copier.copy(0, rowCount));
  }

  private static RecordBatch of(RootCopier copier, RootCopier.Rows rows) {
    return of(copier.schema(), rows.count(), rows.body(), copier.dictionaries());
  }

  /** A batch without rows. */
  public static RecordBatch empty(BatchSchema schema) {
    List<DictionaryBatch> dictionaries =
        schema.dictionaries().values().stream().map(WholeDictionary::empty).toList();
    BatchBody body = RangeCopyPlanner.empty(schema.columns());
    return of(schema, 0, body, dictionaries);
  }

  /** {@link #split(VectorSchemaRoot, DictionaryProvider, long)} at the default size. */
  public static List<RecordBatch> split(VectorSchemaRoot root, DictionaryProvider dictionaries) {
    return split(root, dictionaries, DEFAULT_MAXIMUM_BYTES);
  }

  /**
   * Copies {@code root} into as many batches as it takes for none to have more than {@code
   * maximumBytes} of columns. A single row may have more, and dictionaries come on top. No rows
   * make no batch.
   *
   * @param dictionaries null if no column is dictionary-encoded
   * @throws IllegalArgumentException if {@code maximumBytes} is less than 1, a dictionary is
   *     missing or a vector isn't what the root's schema says
   */
  public static List<RecordBatch> split(
      VectorSchemaRoot root, DictionaryProvider dictionaries, long maximumBytes) {
    if (maximumBytes < 1) {
      throw new IllegalArgumentException("maximumBytes must be at least 1 but was " + maximumBytes);
    }
    List<RecordBatch> batches = new ArrayList<>();
    if (root.getRowCount() > 0) {
      RootCopier copier = RootCopier.of(root, dictionaries);
      copier.split(0, root.getRowCount(), maximumBytes, rows -> batches.add(of(copier, rows)));
    }
    return batches;
  }

  /**
   * Copies rows {@code from} to {@code from + count}; the dictionaries are shared.
   *
   * @throws IndexOutOfBoundsException if the batch has not these rows
   */
  public RecordBatch slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, rowCount);
    BodyPlan plan = RangeCopyPlanner.plan(schema.columns(), ColumnBuffers.of(body), from, count);
    return new RecordBatch(schema, count, plan.copy(), dictionaries);
  }

  /**
   * The same rows as a batch of another schema; nothing is copied.
   *
   * @throws IllegalArgumentException if {@link BatchSchema#takes} says no
   */
  public RecordBatch withSchema(BatchSchema other) {
    if (schema.equals(other)) {
      return this;
    }
    if (!other.takes(schema)) {
      throw new IllegalArgumentException(
          "The batch is none of the other schema:"
              + SchemaDifference.between(other.schema(), schema.schema()));
    }
    return new RecordBatch(other, rowCount, body, dictionaries);
  }

  /**
   * Copies the rows given, in their order; the dictionaries are shared. All rows in their own order
   * are the batch itself.
   *
   * @throws IndexOutOfBoundsException if the batch has not these rows
   * @throws IllegalArgumentException if a column's buffers don't hold what its rows need, or rows
   *     given several times make more than a batch holds
   */
  public RecordBatch take(int[] rows) {
    SlotRuns slots = SlotRuns.of(rows, rowCount);
    if (slots.runs() == 1) {
      boolean whole = slots.length(0) == rowCount;
      return whole ? this : slice(slots.start(0), slots.length(0));
    }
    BodyPlan plan = GatherCopyPlanner.plan(schema.columns(), ColumnBuffers.of(body), slots);
    return new RecordBatch(schema, rows.length, plan.copy(), dictionaries);
  }

  /**
   * One batch of the rows of several, in their order.
   *
   * @param batches at least one
   * @throws IllegalArgumentException if they differ in schema or dictionaries, or together are more
   *     than a batch holds; see {@link BatchConcatenation}
   */
  public static RecordBatch concat(List<RecordBatch> batches) {
    RecordBatch first = batches.get(0);
    if (batches.size() == 1) {
      return first;
    }
    long rows = 0;
    for (RecordBatch batch : batches) {
      requireAlike(first, batch);
      rows += batch.rowCount;
    }
    if (rows > Integer.MAX_VALUE) {
      throw new RefusedInputException(
          "Together the batches have %d rows, more than fit in a batch".formatted(rows));
    }
    List<BatchBody> bodies = batches.stream().map(RecordBatch::body).toList();
    BatchBody joined = BodyConcatenation.of(first.schema.columns(), bodies);
    return new RecordBatch(first.schema, (int) rows, joined, first.dictionaries);
  }

  static void requireAlike(RecordBatch first, RecordBatch other) {
    if (!other.schema.equals(first.schema) || !other.dictionaries.equals(first.dictionaries)) {
      throw new IllegalArgumentException(
          "Only batches of one schema with the same dictionaries can be joined");
    }
  }

  /** In Arrow's message format: a dictionary-encoded field has its values' type. */
  public Schema schema() {
    return schema.schema();
  }

  /** The schema, with its fingerprint and message. */
  public BatchSchema batchSchema() {
    return schema;
  }

  /** Rows of every column. */
  public int rowCount() {
    return rowCount;
  }

  /** The columns. */
  public BatchBody body() {
    return body;
  }

  /** One for each dictionary id of the schema, in the order of the ids. */
  public List<DictionaryBatch> dictionaries() {
    return dictionaries;
  }

  /** Heap bytes of columns and dictionaries; shared dictionaries count for every batch. */
  public long sizeInBytes() {
    long size = body.sizeInBytes();
    for (DictionaryBatch dictionary : dictionaries) {
      size += dictionary.sizeInBytes();
    }
    return size;
  }

  /**
   * Copies the batch into vectors, which the caller must close; the batch stays as it is.
   *
   * @throws UnsupportedOperationException if Arrow for Java has no vector for a column
   */
  public LoadedBatch load(BufferAllocator allocator) {
    return new LoadedBatch(
        VectorLoading.load(schema.schema(), rowCount, body, dictionaries, allocator));
  }

  /**
   * By schema, rows, columns and dictionaries, byte for byte: null slots count, padding doesn't.
   */
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof RecordBatch batch
        && rowCount == batch.rowCount
        && schema.equals(batch.schema)
        && dictionaries.equals(batch.dictionaries)
        && body.equals(batch.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(schema, rowCount, body, dictionaries);
  }

  /** Never shows values. */
  @Override
  public String toString() {
    return "RecordBatch[rows=%d, bytes=%d, schema=%016x]"
        .formatted(rowCount, sizeInBytes(), schema.fingerprint());
  }
}
