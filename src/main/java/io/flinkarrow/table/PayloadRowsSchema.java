package io.flinkarrow.table;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.row.BatchRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that hold an Arrow IPC stream or file each, to the rows in them. Fails at one that no
 * rows of the table can be made of, or leaves it out as a whole.
 */
final class PayloadRowsSchema implements DeserializationSchema<RowData> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PayloadRowsSchema.class);

  /** The group that holds our metric. */
  static final String GROUP = "arrowIpc";

  /** How many messages no rows could be made of. */
  static final String MALFORMED = "malformedPayloads";

  private final String tableName;
  private final RowType rowType;
  private final TypeInformation<RowData> producedType;
  private final ArrowIpcDeserializationSchema payloads;
  private final OnMalformedPayload malformed;

  private transient Counter refused;

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
    this.malformed = options.malformed();
  }

  @Override
  public void open(InitializationContext context) {
    refused = context.getMetricGroup().addGroup(GROUP).counter(MALFORMED);
  }

  @Override
  public void deserialize(byte[] message, Collector<RowData> out) throws IOException {
    switch (malformed) {
      case FAIL -> decode(message, out::collect);
      case SKIP -> wholeOrNone(message).forEach(out::collect);
    }
  }

  /** What takes the rows. */
  private interface Rows {
    void add(RowData row);
  }

  private List<RowData> wholeOrNone(byte[] message) {
    List<RowData> whole = new ArrayList<>();
    try {
      decode(message, whole::add);
      return whole;
    } catch (IOException e) {
      refused.inc();
      // The first, the second, the fourth, ...: a broken producer must not fill the log.
      if (Long.bitCount(refused.getCount()) == 1) {
        LOG.warn("Skipped message number {} of this task: {}", refused.getCount(), e.getMessage());
      }
      return List.of();
    }
  }

  private void decode(byte[] message, Rows out) throws IOException {
    try {
      int number = 0;
      for (RecordBatch batch : payloads.decode(message)) {
        rows(batch, number++, out);
      }
    } catch (MalformedPayloadException e) {
      throw new IOException("Table %s: %s".formatted(tableName, e.getMessage()), e);
    }
  }

  private void rows(RecordBatch batch, int number, Rows out) throws IOException {
    try {
      if (rows == null || !rows.schema().equals(batch.batchSchema())) {
        rows = BatchRows.of(batch.batchSchema(), rowType);
      }
      Iterator<RowData> read = rows.read(batch);
      while (read.hasNext()) {
        out.add(read.next());
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Table %s, batch %d of the payload: %s".formatted(tableName, number, e.getMessage()), e);
    }
  }

  /**
   * The row of a message that holds one; null if it holds none.
   *
   * @throws IOException also if it holds several, which {@link #deserialize(byte[], Collector)}
   *     takes
   */
  @Override
  public RowData deserialize(byte[] message) throws IOException {
    List<RowData> read = new ArrayList<>();
    decode(message, read::add);
    if (read.size() > 1) {
      throw new IOException(
          "The payload holds %d rows, but this caller takes one; use deserialize(message, collector)"
              .formatted(read.size()));
    }
    return read.isEmpty() ? null : read.get(0);
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
