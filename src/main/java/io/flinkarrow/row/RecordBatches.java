package io.flinkarrow.row;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.compatibility.SupportedFlink;
import io.flinkarrow.row.collect.RowBatchingOperatorFactory;
import java.time.Duration;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Streams of record batches out of streams of rows. */
public final class RecordBatches {

  /** A body is one Java array. */
  private static final long MAXIMUM_BYTES = 1L << 30;

  private static final String OPERATOR_NAME = "Rows to batches";

  private RecordBatches() {}

  /**
   * Collects the rows of each task as record batches, in their order. The batches' schema is {@link
   * RowSchema#of(RowType)}, and a sink makes the same file of them as of the rows.
   *
   * <p>A batch goes out when it has {@code maxRows} rows or {@code maxBytes} bytes, when {@code
   * maxDelay} has passed since its first row, before each watermark, before each checkpoint's
   * barrier and at the end: rows wait in no state, and none becomes late by waiting. A batch has
   * the latest of its rows' timestamps. Rows are copied, so the job may reuse objects.
   *
   * <p>A value without a place in its column and a row that is no insertion fail the task; the
   * message names the column and the row's number.
   *
   * @param rowType of the rows; NOT NULL where the schema shall be
   * @param maxRows at least 1; no batch has more
   * @param maxBytes heap bytes of a batch, at most 1 GiB; only the last row may exceed it
   * @param maxDelay in processing time, at least a millisecond
   * @throws UnsupportedOperationException if a field's type has no place in a Parquet file; the
   *     message names its path and what to do
   * @throws IllegalArgumentException if a limit makes no sense
   */
  public static SingleOutputStreamOperator<RecordBatch> fromRows(
      DataStream<RowData> stream, RowType rowType, int maxRows, long maxBytes, Duration maxDelay) {
    SupportedFlink.require();
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(rowType, "rowType");
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows must be at least 1 but was " + maxRows);
    }
    if (maxBytes < 1 || maxBytes > MAXIMUM_BYTES) {
      throw new IllegalArgumentException(
          "maxBytes must be at least 1 and at most %d but was %d"
              .formatted(MAXIMUM_BYTES, maxBytes));
    }
    if (maxDelay.toMillis() < 1) {
      throw new IllegalArgumentException(
          "maxDelay must be at least a millisecond but was " + maxDelay);
    }
    Schema schema = RowSchema.of(rowType);
    return stream.transform(
        OPERATOR_NAME,
        RecordBatchTypeInfo.of(schema),
        new RowBatchingOperatorFactory(
            rowType, BatchSchema.of(schema), maxRows, maxBytes, maxDelay));
  }
}
