package io.flinkarrow.sink;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.testing.NumberedBatches;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.LongStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * A source of some partitions that can go back. A row's number says its partition and its place in
 * it.
 */
final class SimulatedSource {

  static final int PARTITIONS = 3;
  private static final long ROWS_OF_PARTITION = 1_000_000;
  private static final int MOST_ROWS = 30;

  private final IntSupplier partitions;
  private final IntSupplier rowsOfBatches;
  private final long[] next = new long[PARTITIONS];
  private Schema schema = NumberedBatches.SCHEMA;

  private SimulatedSource(IntSupplier partitions, IntSupplier rowsOfBatches) {
    this.partitions = partitions;
    this.rowsOfBatches = rowsOfBatches;
  }

  /** The same rows come in other batches each time, and partitions in another order. */
  static SimulatedSource irregular(SplittableRandom random) {
    return new SimulatedSource(
        () -> random.nextInt(PARTITIONS), () -> random.nextInt(MOST_ROWS + 1));
  }

  /** The same batches come each time, all of one partition. */
  static SimulatedSource regular(int rowsOfBatches) {
    return new SimulatedSource(() -> 0, () -> rowsOfBatches);
  }

  static int partitionOf(long row) {
    return (int) (row / ROWS_OF_PARTITION);
  }

  static long placeOf(long row) {
    return row % ROWS_OF_PARTITION;
  }

  RecordBatch nextBatch() {
    int partition = partitions.getAsInt();
    int rows = rowsOfBatches.getAsInt();
    long first = partition * ROWS_OF_PARTITION + next[partition];
    next[partition] += rows;
    return NumberedBatches.of(schema, first, rows);
  }

  /**
   * @param schema of the batches from now on
   */
  void use(Schema schema) {
    this.schema = schema;
  }

  /** How many rows of each partition came so far. */
  long[] position() {
    return next.clone();
  }

  void goTo(long[] position) {
    System.arraycopy(position, 0, next, 0, PARTITIONS);
  }

  /** The numbers of all rows before a position, in order. */
  static long[] rowsBefore(long[] position) {
    LongStream rows = LongStream.empty();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      long first = partition * ROWS_OF_PARTITION;
      rows = LongStream.concat(rows, LongStream.range(first, first + position[partition]));
    }
    return rows.toArray();
  }

  /** A batch's bucket follows from its first row. Its name has characters that URIs escape. */
  record Buckets(int count) implements BucketAssigner<RecordBatch, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(RecordBatch batch, Context context) {
      long firstRow = batch.body().buffer(1).getLong(0);
      return "bucket=%2F " + Math.floorMod(Long.hashCode(firstRow * 0x9E3779B97F4A7C15L), count);
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }
}
