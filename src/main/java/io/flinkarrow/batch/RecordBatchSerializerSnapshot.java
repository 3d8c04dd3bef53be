package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.wire.BodySerialization;
import io.flinkarrow.parquet.schema.SchemaDifference;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What state keeps of a {@link RecordBatchSerializer}: the schema, as an IPC message.
 *
 * <pre>
 * int length, byte * length                        -1 and nothing for batches of any schema
 * </pre>
 */
public final class RecordBatchSerializerSnapshot implements TypeSerializerSnapshot<RecordBatch> {

  private static final int VERSION = 1;
  private static final int NO_SCHEMA = -1;

  private BatchSchema schema;

  /** For Flink, which calls {@link #readSnapshot} next. */
  public RecordBatchSerializerSnapshot() {}

  RecordBatchSerializerSnapshot(BatchSchema schema) {
    this.schema = schema;
  }

  @Override
  public int getCurrentVersion() {
    return VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    if (schema == null) {
      out.writeInt(NO_SCHEMA);
      return;
    }
    BodySerialization.writeSchema(schema, out);
  }

  @Override
  public void readSnapshot(int version, DataInputView in, ClassLoader userCodeClassLoader)
      throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "Expected a record batch serializer's snapshot of version %d but version %d came; state of a later release can't be read"
              .formatted(VERSION, version));
    }
    int length = in.readInt();
    if (length == NO_SCHEMA) {
      schema = null;
      return;
    }
    byte[] message = BodySerialization.readSchemaMessage(length, "the serializer's snapshot", in);
    try {
      schema = BatchSchema.ofMessage(message);
    } catch (IllegalArgumentException e) {
      throw new IOException("Broken serializer snapshot: " + e.getMessage(), e);
    }
  }

  @Override
  public TypeSerializer<RecordBatch> restoreSerializer() {
    return new RecordBatchSerializer(schema);
  }

  /**
   * Compatible as is with the same schema, else not at all: batches aren't migrated.
   *
   * @throws IllegalStateException if the schemas differ. Returning "incompatible" fails the restore
   *     just the same, but Flink's own message tells nothing about either schema.
   */
  @Override
  public TypeSerializerSchemaCompatibility<RecordBatch> resolveSchemaCompatibility(
      TypeSerializerSnapshot<RecordBatch> oldSnapshot) {
    if (!(oldSnapshot instanceof RecordBatchSerializerSnapshot old)) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    if (Objects.equals(schema, old.schema)) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    throw new IllegalStateException(
        "The state holds record batches of another schema than the job declares. Restore with the schema of the state, or start without this state. Expected is the job's schema, actual the state's: "
            + difference(old));
  }

  private String difference(RecordBatchSerializerSnapshot old) {
    if (schema == null || old.schema == null) {
      return "expected %s, actual %s".formatted(describe(schema), describe(old.schema));
    }
    return SchemaDifference.between(schema.schema(), old.schema.schema()).toString();
  }

  private static String describe(BatchSchema schema) {
    return schema == null ? "any schema, inline in each element" : schema.toString();
  }
}
