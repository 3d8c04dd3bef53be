package io.flinkarrow.table;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.SkippedPayloads;
import io.flinkarrow.row.BatchRows;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/**
 * Messages that hold an Arrow IPC stream or file each, to the rows in them. Fails at one that no
 * rows of the table can be made of, or leaves it out as a whole.
 */
final class PayloadRowsSchema implements DeserializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  private final String tableName;
  private final RowType rowType;
  private final TypeInformation<RowData> producedType;
  private final ArrowIpcDeserializationSchema payloads;
  private final long maximumBytes;
  private final OnMalformedPayload malformed;
  private final SkippedPayloads skipped = new SkippedPayloads();

  /** Payloads that were decoded, but hold no rows of the table. Null until opened. */
  @Nullable private transient Counter refused;

  /** For the schema of the last payload. */
  private transient BatchRows rows;

  PayloadRowsSchema(
      String tableName,
      RowType rowType,
      TypeInformation<RowData> producedType,
      PayloadOptions options) {
    this.tableName = tableName;
    this.rowType = rowType;
    this.producedType = producedType;
    this.payloads = ArrowIpcDeserializationSchema.ofAnySchema().withLimits(options.limits());
    this.maximumBytes = options.limits().maximumDecodedBytes();
    this.malformed = options.malformed();
  }

  @Override
  public void open(InitializationContext context) {
    payloads.open(context);
    refused =
        context
            .getMetricGroup()
            .addGroup(ArrowIpcDeserializationSchema.METRIC_GROUP)
            .counter("refusedPayloads");
  }

  @Override
  public void deserialize(byte[] message, Collector<RowData> out) throws IOException {
    List<RecordBatch> batches =
        switch (malformed) {
          case FAIL -> decode(message);
          case SKIP -> wholeOrNone(message);
        };
    Iterator<RowData> read = rows(batches);
    while (read.hasNext()) {
      out.collect(next(read));
    }
  }

  /**
   * Reads all rows and drops them: batches have a limit, but to hold all rows of them takes any
   * amount of heap. Rows of the same batches are the same a second time.
   */
  private List<RecordBatch> wholeOrNone(byte[] message) {
    try {
      List<RecordBatch> batches = decode(message);
      Iterator<RowData> read = rows(batches);
      while (read.hasNext()) {
        next(read);
      }
      return batches;
    } catch (IOException e) {
      skipped.log(e);
      return List.of();
    }
  }

  private List<RecordBatch> decode(byte[] message) throws IOException {
    try {
      return payloads.decode(message);
    } catch (MalformedPayloadException e) {
      throw failure(e);
    }
  }

  /** A payload has one schema. */
  private Iterator<RowData> rows(List<RecordBatch> batches) throws IOException {
    if (batches.isEmpty()) {
      return Collections.emptyIterator();
    }
    BatchSchema schema = batches.get(0).batchSchema();
    try {
      if (rows == null || !rows.schema().equals(schema)) {
        rows = BatchRows.of(schema, rowType);
      }
      return rows.read(batches, maximumBytes);
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  private RowData next(Iterator<RowData> read) throws IOException {
    try {
      return read.next();
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  private IOException refusal(IllegalArgumentException cause) {
    if (refused != null) {
      refused.inc();
    }
    return failure(cause);
  }

  private IOException failure(Exception cause) {
    return new IOException("Table %s: %s".formatted(tableName, cause.getMessage()), cause);
  }

  /**
   * The row of a message that holds one; null if it holds none.
   *
   * @throws IOException also if it holds several, which {@link #deserialize(byte[], Collector)}
   *     takes
   */
  @Override
  public RowData deserialize(byte[] message) throws IOException {
    List<RecordBatch> batches = decode(message);
    long count = batches.stream().mapToLong(RecordBatch::rowCount).sum();
    if (count > 1) {
      throw new IOException(
          "The payload holds %d rows, but this caller takes one; use deserialize(message, collector)"
              .formatted(count));
    }
    Iterator<RowData> read = rows(batches);
    return read.hasNext() ? next(read) : null;
  }

  @Override
  public boolean isEndOfStream(RowData nextElement) {
    return false;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return producedType;
  }
}
