package io.flinkarrow.batch;

import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.batch.wire.BodySerialization;
import io.flinkarrow.batch.wire.DictionaryDeserializer;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.parquet.schema.SchemaDifference;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes batches between tasks and in state. A serializer of one schema keeps the schema in the
 * type information and the snapshot, and elements carry only its fingerprint. A serializer of any
 * schema writes the schema into each element.
 *
 * <pre>
 * byte form                                        1: fingerprint, -127: schema inline
 * long schema fingerprint
 * [int length, byte * length]                      the schema's IPC message, if inline
 * int rows
 * body of the columns                              see BodySerialization
 * int dictionaries, { long id, long hash, body }
 * </pre>
 *
 * <p>The fingerprint of every element is checked, because Flink deserializes the in-flight data of
 * an unaligned checkpoint without consulting the serializer snapshot.
 */
public final class RecordBatchSerializer extends TypeSerializer<RecordBatch> {

  private static final long serialVersionUID = 1L;

  private static final byte VERSION = 1;
  private static final byte SCHEMA_INLINE = (byte) (0x80 | VERSION);

  private final BatchSchema schema;

  private transient DictionaryDeserializer dictionaries;
  private transient BatchSchema lastInline;

  /**
   * @param schema null for batches of any schema
   */
  public RecordBatchSerializer(BatchSchema schema) {
    this.schema = schema;
  }

  @Override
  public void serialize(RecordBatch batch, DataOutputView out) throws IOException {
    BatchSchema actual = batch.batchSchema();
    if (schema != null && !schema.takes(actual)) {
      throw new RefusedInputException(
          "The stream's type information declares another schema than the batch has; make the batch's schema the one given to RecordBatchTypeInfo.of: "
              + SchemaDifference.between(schema.schema(), actual.schema()));
    }
    writeHeader(schema == null ? actual : schema, out);
    out.writeInt(batch.rowCount());
    BodySerialization.writeBody(batch.body(), out);
    out.writeInt(batch.dictionaries().size());
    for (DictionaryBatch dictionary : batch.dictionaries()) {
      out.writeLong(dictionary.id());
      out.writeLong(dictionary.contentHash());
      BodySerialization.writeBody(dictionary.body(), out);
    }
  }

  private void writeHeader(BatchSchema actual, DataOutputView out) throws IOException {
    out.writeByte(schema == null ? SCHEMA_INLINE : VERSION);
    out.writeLong(actual.fingerprint());
    if (schema == null) {
      BodySerialization.writeSchema(actual, out);
    }
  }

  @Override
  public RecordBatch deserialize(DataInputView in) throws IOException {
    BatchSchema actual = readHeader(in);
    int rowCount = in.readInt();
    BatchBody body = BodySerialization.readBody(actual.shape(), "the batch", in);
    List<DictionaryBatch> read = new ArrayList<>();
    int count = in.readInt();
    BodySerialization.requireCount(
        "the batch", "dictionaries", count, actual.dictionaries().size());
    for (int i = 0; i < count; i++) {
      long id = in.readLong();
      long hash = in.readLong();
      read.add(dictionaryReader().read(id, hash, dictionaryShape(actual, id), in));
    }
    try {
      return RecordBatch.of(actual, rowCount, body, read);
    } catch (IllegalArgumentException e) {
      throw new IOException("Broken record batch: " + e.getMessage(), e);
    }
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    BatchSchema actual = readHeader(in);
    writeHeader(actual, out);
    out.writeInt(in.readInt());
    BodySerialization.copyBody(actual.shape(), "the batch", in, out);
    int count = in.readInt();
    BodySerialization.requireCount(
        "the batch", "dictionaries", count, actual.dictionaries().size());
    out.writeInt(count);
    for (int i = 0; i < count; i++) {
      long id = in.readLong();
      out.writeLong(id);
      out.writeLong(in.readLong());
      BodySerialization.copyBody(dictionaryShape(actual, id), "dictionary " + id, in, out);
    }
  }

  private static ColumnShape dictionaryShape(BatchSchema schema, long id) throws IOException {
    BatchSchema.DictionaryColumn column = schema.dictionaries().get(id);
    if (column == null) {
      throw BodySerialization.broken(
          "the batch", "a dictionary with the id %d of no field".formatted(id));
    }
    return column.layout().shape();
  }

  private DictionaryDeserializer dictionaryReader() {
    if (dictionaries == null) {
      dictionaries = new DictionaryDeserializer();
    }
    return dictionaries;
  }

  /** Form, fingerprint and schema; whose schema it is. */
  private BatchSchema readHeader(DataInputView in) throws IOException {
    byte form = in.readByte();
    if (form != (schema == null ? SCHEMA_INLINE : VERSION)) {
      throw new IOException(
          "Expected a record batch in form %d but form %d came. 1 is written by a type information with a schema, -127 by one without: give both sides of the stream, and the job that restores the state of another, the same one. Any other number is no record batch, or one of a later version."
              .formatted(schema == null ? SCHEMA_INLINE : VERSION, form));
    }
    long fingerprint = in.readLong();
    if (schema == null) {
      return readInlineSchema(fingerprint, in);
    }
    if (fingerprint != schema.fingerprint()) {
      throw new IOException(foreign(fingerprint));
    }
    return schema;
  }

  private BatchSchema readInlineSchema(long fingerprint, DataInputView in) throws IOException {
    byte[] message = BodySerialization.readSchemaMessage(in.readInt(), "the batch", in);
    if (lastInline == null || !Arrays.equals(message, lastInline.messageBytes())) {
      try {
        lastInline = BatchSchema.ofMessage(message);
      } catch (IllegalArgumentException e) {
        throw new IOException("Broken record batch: " + e.getMessage(), e);
      }
    }
    if (lastInline.fingerprint() != fingerprint) {
      throw BodySerialization.broken(
          "the batch",
          "a schema with the fingerprint %016x, announced was %016x"
              .formatted(lastInline.fingerprint(), fingerprint));
    }
    return lastInline;
  }

  private String foreign(long fingerprint) {
    Optional<BatchSchema> other = BatchSchema.inUse(fingerprint);
    String difference =
        other.isPresent()
            ? SchemaDifference.between(schema.schema(), other.get().schema()).toString()
            : "its schema is not known here, the expected one is " + schema.schema();
    return "Expected a record batch with the schema fingerprint %016x but one with %016x came. In-flight data of a checkpoint or the other side of the channel has another schema: drain the job with the old schema first (a savepoint taken with stop --drain has no in-flight data), or use the same RecordBatchTypeInfo on both sides. Difference: %s"
        .formatted(schema.fingerprint(), fingerprint, difference);
  }

  @Override
  public RecordBatch deserialize(RecordBatch reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  /** The schema of all batches; empty if each carries its own. */
  public Optional<BatchSchema> schema() {
    return Optional.ofNullable(schema);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  /** Another instance: it remembers what it read last. */
  @Override
  public TypeSerializer<RecordBatch> duplicate() {
    return new RecordBatchSerializer(schema);
  }

  @Override
  public RecordBatch createInstance() {
    return RecordBatch.empty(schema == null ? BatchSchema.NO_FIELDS : schema);
  }

  @Override
  public RecordBatch copy(RecordBatch batch) {
    return batch;
  }

  @Override
  public RecordBatch copy(RecordBatch batch, RecordBatch reuse) {
    return batch;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<RecordBatch> snapshotConfiguration() {
    return new RecordBatchSerializerSnapshot(schema);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordBatchSerializer serializer
        && Objects.equals(schema, serializer.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(schema);
  }
}
