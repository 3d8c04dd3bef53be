package io.flinkarrow.table;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.refusal.SkippedInput;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.row.RowSchema;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/**
 * Messages that hold an Arrow IPC stream or file each, to the rows in them. Fails at one that no
 * rows of the table can be made of, or leaves it out as a whole. Connectors hand a schema the
 * message alone, so a failure names no topic or offset but what the message can be found by: its
 * length and hash.
 */
final class PayloadRowsSchema implements DeserializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  /** Producers of several versions take turns. */
  private static final int MAXIMUM_SCHEMAS = 8;

  private final String tableName;
  private final List<String> tableColumns;
  private final RowType rowType;
  private final TypeInformation<RowData> producedType;
  private final ArrowIpcDeserializationSchema payloads;
  private final long maximumBytes;
  private final MalformedPayloads malformed;
  private final SkippedInput skipped = new SkippedInput("payload");

  /** Payloads that were decoded, but hold no rows of the table. Null until opened. */
  @Nullable private transient Counter refused;

  /** How payloads of the schemas that came lately become rows. */
  private transient Map<BatchSchema, BatchRows> known;

  private transient long messages;

  /**
   * @param tableType all columns that messages may have
   * @param rowType those of them that rows have
   */
  PayloadRowsSchema(
      String tableName,
      RowType tableType,
      RowType rowType,
      TypeInformation<RowData> producedType,
      PayloadOptions options) {
    this.tableName = tableName;
    this.tableColumns = tableType.getFieldNames();
    this.rowType = rowType;
    this.producedType = producedType;
    this.payloads =
        options
            .policy()
            .map(ArrowIpcDeserializationSchema.of(RowSchema.of(tableType))::withSchemaPolicy)
            .orElseGet(ArrowIpcDeserializationSchema::ofAnySchema)
            .withLimits(options.limits());
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
    messages++;
    List<RecordBatch> batches =
        malformed == MalformedPayloads.SKIP ? wholeOrNone(message) : decode(message);
    Iterator<RowData> read = rows(batches, message);
    while (read.hasNext()) {
      out.collect(next(read, message));
    }
  }

  /**
   * Reads all rows and drops them: batches have a limit, but to hold all rows of them takes any
   * amount of heap. Rows of the same batches are the same a second time.
   */
  private List<RecordBatch> wholeOrNone(byte[] message) {
    try {
      List<RecordBatch> batches = decode(message);
      Iterator<RowData> read = rows(batches, message);
      while (read.hasNext()) {
        next(read, message);
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
      throw failure(e, message);
    }
  }

  /** A payload has one schema. */
  private Iterator<RowData> rows(List<RecordBatch> batches, byte[] message) throws IOException {
    if (batches.isEmpty()) {
      return Collections.emptyIterator();
    }
    try {
      return rowsOf(batches.get(0).batchSchema()).read(batches, maximumBytes);
    } catch (IllegalArgumentException e) {
      throw refusal(e, message);
    }
  }

  private BatchRows rowsOf(BatchSchema schema) {
    if (known == null) {
      known = new LinkedHashMap<>(MAXIMUM_SCHEMAS, 0.75f, true);
    }
    BatchRows rows = known.get(schema);
    if (rows == null) {
      requireColumnOfTable(schema);
      rows = BatchRows.of(schema, rowType);
      known.put(schema, rows);
      if (known.size() > MAXIMUM_SCHEMAS) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return rows;
  }

  /** Otherwise messages of anything become rows of nulls if no column is declared NOT NULL. */
  private void requireColumnOfTable(BatchSchema schema) {
    List<Field> columns = schema.schema().getFields();
    if (!tableColumns.isEmpty()
        && columns.stream().map(Field::getName).noneMatch(tableColumns::contains)) {
      throw new RefusedInputException(
          "The payload has none of the table's columns %s; it has %d others"
              .formatted(tableColumns, columns.size()));
    }
  }

  private RowData next(Iterator<RowData> read, byte[] message) throws IOException {
    try {
      return read.next();
    } catch (IllegalArgumentException e) {
      throw refusal(e, message);
    }
  }

  private IOException refusal(IllegalArgumentException cause, byte[] message) {
    if (refused != null) {
      refused.inc();
    }
    return failure(cause, message);
  }

  /**
   * @throws RefusedInputException if the job is to end
   */
  private IOException failure(Exception cause, byte[] message) {
    String failure =
        "Table %s: %s\nThe message has %d bytes and the SHA-256 %s; it is number %d since its task started"
            .formatted(tableName, cause.getMessage(), message.length, sha256(message), messages);
    boolean refuses =
        cause instanceof RefusedInputException
            || (cause instanceof MalformedPayloadException payload && !payload.isDecoderFailure());
    if (refuses && malformed == MalformedPayloads.FAIL) {
      throw new RefusedInputException(failure, cause);
    }
    IOException recoverable = new IOException(failure);
    // Not as the cause: one that refuses would end the job.
    recoverable.addSuppressed(cause);
    return recoverable;
  }

  private static String sha256(byte[] message) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /**
   * The row of a message that holds one; null if it holds none.
   *
   * @throws RefusedInputException also if it holds several, which {@link #deserialize(byte[],
   *     Collector)} takes
   */
  @Override
  public RowData deserialize(byte[] message) throws IOException {
    messages++;
    List<RecordBatch> batches = decode(message);
    long count = batches.stream().mapToLong(RecordBatch::rowCount).sum();
    if (count > 1) {
      throw new RefusedInputException(
          "The payload holds %d rows, but this caller takes one; use deserialize(message, collector)"
              .formatted(count));
    }
    Iterator<RowData> read = rows(batches, message);
    return read.hasNext() ? next(read, message) : null;
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
