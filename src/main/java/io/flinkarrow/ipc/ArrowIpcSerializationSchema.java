package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.compatibility.SupportedFlink;
import org.apache.flink.api.common.serialization.SerializationSchema;

/** Each batch as an Arrow IPC stream of its own, with schema and dictionaries, uncompressed. */
public final class ArrowIpcSerializationSchema implements SerializationSchema<RecordBatch> {

  private static final long serialVersionUID = 1L;

  public ArrowIpcSerializationSchema() {
    SupportedFlink.require();
  }

  @Override
  public byte[] serialize(RecordBatch batch) {
    return ArrowIpc.writeStream(batch);
  }
}
