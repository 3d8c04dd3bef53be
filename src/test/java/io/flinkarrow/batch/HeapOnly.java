package io.flinkarrow.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A program that does with an element what a job without vectorized code does. */
final class HeapOnly {

  private HeapOnly() {}

  public static void main(String[] arguments) throws Exception {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    RecordBatchSerializer inline = new RecordBatchSerializer(null);
    RecordBatch batch = inline.deserialize(new DataInputDeserializer(bytes));
    RecordBatchSerializer serializer =
        (RecordBatchSerializer)
            RecordBatchTypeInfo.of(batch.schema())
                .createSerializer(new SerializerConfigImpl())
                .duplicate();
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(batch, out);
    RecordBatch again = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    serializer.snapshotConfiguration().writeSnapshot(out);
    long checksum = 0;
    for (var buffer : again.body().bufferViews()) {
      byte[] content = new byte[buffer.remaining()];
      buffer.get(content);
      checksum += Arrays.hashCode(content);
    }
    System.out.printf(
        "equal=%b rows=%d slice=%d empty=%d checksum=%d hash=%d%n",
        again.equals(batch),
        again.rowCount(),
        again.slice(1, 2).rowCount(),
        RecordBatch.empty(batch.batchSchema()).rowCount(),
        checksum,
        again.hashCode());
  }
}
