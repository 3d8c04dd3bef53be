package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.flat.SentSchema;
import io.flinkarrow.ipc.write.StreamWriter;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow IPC bytes to batches and back, on the heap. What is read need not be trusted: it becomes
 * exactly the batches it holds, or a {@link MalformedPayloadException}. Batches own their bytes.
 */
public final class ArrowIpc {

  private ArrowIpc() {}

  /**
   * All batches of an IPC stream; none if it holds a schema only.
   *
   * @throws MalformedPayloadException if it isn't exactly one whole, valid stream
   */
  public static List<RecordBatch> readStream(byte[] payload, DecodeLimits limits)
      throws MalformedPayloadException {
    return new PayloadDecoder(null, limits).decode(payload, PayloadDecoder.Form.STREAM);
  }

  /**
   * All batches of an IPC file, in the footer's order.
   *
   * @throws MalformedPayloadException if it isn't exactly one whole, valid file
   */
  public static List<RecordBatch> readFile(byte[] payload, DecodeLimits limits)
      throws MalformedPayloadException {
    return new PayloadDecoder(null, limits).decode(payload, PayloadDecoder.Form.FILE);
  }

  /**
   * The batch of one record batch message without a schema.
   *
   * @param schema in Arrow's message format, without dictionary-encoded fields
   * @throws MalformedPayloadException if it isn't exactly one whole, valid message
   */
  public static RecordBatch readMessage(byte[] payload, Schema schema, DecodeLimits limits)
      throws MalformedPayloadException {
    return new PayloadDecoder(BatchSchema.of(SentSchema.requireDecoded(schema)), limits)
        .decode(payload, PayloadDecoder.Form.MESSAGE)
        .get(0);
  }

  /** One batch as an IPC stream: schema, dictionaries, batch, end-of-stream marker. */
  public static byte[] writeStream(RecordBatch batch) {
    return writeStream(batch.batchSchema(), List.of(batch));
  }

  /**
   * Batches as one IPC stream; dictionaries are written again where they change.
   *
   * @throws IllegalArgumentException if a batch has another schema
   */
  public static byte[] writeStream(BatchSchema schema, List<RecordBatch> batches) {
    StreamWriter writer = new StreamWriter(schema);
    writer.schema();
    batches.forEach(writer::batch);
    writer.endOfStream();
    return writer.bytes();
  }

  /**
   * Batches as one IPC file.
   *
   * @throws IllegalArgumentException if a batch has another schema or other dictionaries
   */
  public static byte[] writeFile(BatchSchema schema, List<RecordBatch> batches) {
    StreamWriter writer = new StreamWriter(schema);
    writer.fileStart();
    writer.schema();
    batches.forEach(writer::batch);
    writer.endOfStream();
    writer.fileEnd();
    return writer.bytes();
  }

  /**
   * A batch as one record batch message, for readers that know its schema.
   *
   * @throws IllegalArgumentException if a column is dictionary-encoded
   */
  public static byte[] writeMessage(RecordBatch batch) {
    if (!batch.dictionaries().isEmpty()) {
      throw new IllegalArgumentException(
          "A record batch message alone has no dictionaries, but the batch has %d; write a stream"
              .formatted(batch.dictionaries().size()));
    }
    StreamWriter writer = new StreamWriter(batch.batchSchema());
    writer.batchMessage(batch);
    return writer.bytes();
  }
}
