package io.flinkarrow.batch.body;

import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.ColumnShape;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow schema in message format (a dictionary-encoded field has its values' type) with what
 * batches, serializers and state need of it: the bytes of its IPC message and a fingerprint.
 * Immutable, serializable, one instance per schema and process as long as it is in use.
 */
public final class BatchSchema implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int CONTINUATION = -1;
  private static final int PREFIX_BYTES = 8;

  /** Weak on both sides: a schema that is no longer used goes, with the class loader it came by. */
  private static final Map<Schema, WeakReference<BatchSchema>> INTERNED = new WeakHashMap<>();

  /**
   * Schemas asked for lately, by identity: batches of one root or producer bring the same object
   * again, and need neither its hash nor the lock then.
   */
  private static final AtomicReferenceArray<Known> LATELY = new AtomicReferenceArray<>(64);

  private record Known(WeakReference<Schema> schema, WeakReference<BatchSchema> interned) {}

  public static final BatchSchema NO_FIELDS = of(new Schema(List.of()));

  private final transient Schema schema;
  private final transient String text;
  private final transient long fingerprint;
  private final transient List<ColumnLayout> columns;
  private final transient ColumnShape shape;

  /** Of all columns before each column together. */
  private final transient List<ColumnShape> before;

  private final transient Map<Long, DictionaryColumn> dictionaries;
  private final byte[] message;

  /**
   * A dictionary's values as a column of their own.
   *
   * @param values nullable, whatever the fields that use the dictionary are
   */
  public record DictionaryColumn(long id, Field values, ColumnLayout layout) {

    /** The column as the only one of a body. */
    public List<ColumnLayout> columns() {
      return List.of(layout);
    }
  }

  private BatchSchema(Schema schema) {
    this.schema = schema;
    this.text = SchemaText.of(schema);
    this.fingerprint = SchemaText.fingerprint(text);
    this.columns = ColumnLayout.of(schema.getFields());
    List<ColumnShape> sums = new ArrayList<>();
    ColumnShape sum = ColumnShape.NOTHING;
    for (ColumnLayout column : columns) {
      sums.add(sum);
      sum = sum.plus(column.shape());
    }
    this.before = List.copyOf(sums);
    this.shape = sum;
    this.dictionaries = new LinkedHashMap<>();
    collectDictionaries(schema.getFields());
    this.message = SchemaText.canonical(schema).serializeAsMessage();
  }

  /**
   * The instance of a schema in this process.
   *
   * @param schema in message format
   * @throws UnsupportedOperationException if two fields share a dictionary id but not the type
   */
  public static BatchSchema of(Schema schema) {
    int slot = System.identityHashCode(schema) & (LATELY.length() - 1);
    Known known = LATELY.get(slot);
    if (known != null && known.schema.refersTo(schema)) {
      BatchSchema interned = known.interned.get();
      if (interned != null) {
        return interned;
      }
    }
    BatchSchema interned = intern(schema);
    LATELY.set(slot, new Known(new WeakReference<>(schema), new WeakReference<>(interned)));
    return interned;
  }

  private static BatchSchema intern(Schema schema) {
    synchronized (INTERNED) {
      WeakReference<BatchSchema> reference = INTERNED.get(schema);
      BatchSchema interned = reference == null ? null : reference.get();
      if (interned == null) {
        interned = new BatchSchema(schema);
        // A cleared entry's key may live on elsewhere: ours must be the key, or the entry goes
        // while the instance is in use.
        INTERNED.remove(schema);
        INTERNED.put(schema, new WeakReference<>(interned));
      }
      return interned;
    }
  }

  /**
   * The schema that an IPC message holds.
   *
   * @param message the bytes of an encapsulated IPC schema message
   * @throws IllegalArgumentException if they are no such message
   */
  public static BatchSchema ofMessage(byte[] message) {
    ByteBuffer prefix = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    // Arrow allocates what the prefix says, so that has to be true.
    if (message.length < PREFIX_BYTES
        || prefix.getInt() != CONTINUATION
        || prefix.getInt() != message.length - PREFIX_BYTES) {
      throw noSchema(message, null);
    }
    Schema schema;
    try {
      schema = Schema.deserializeMessage(ByteBuffer.wrap(message));
    } catch (RuntimeException | StackOverflowError e) {
      throw noSchema(message, e);
    }
    return of(schema);
  }

  private static IllegalArgumentException noSchema(byte[] message, Throwable cause) {
    return new IllegalArgumentException(
        "Expected an Arrow schema as an IPC message but %d bytes don't read as one"
            .formatted(message.length),
        cause);
  }

  /** A schema with this fingerprint, if one is in use in this process. */
  public static Optional<BatchSchema> inUse(long fingerprint) {
    synchronized (INTERNED) {
      return INTERNED.values().stream()
          .map(WeakReference::get)
          .filter(schema -> schema != null && schema.fingerprint == fingerprint)
          .findAny();
    }
  }

  /**
   * Whether a batch of the other schema is one of this schema as it is: fields have the same names,
   * types and dictionary encodings, in the same order, and none that must not be null here may be
   * there. Metadata says nothing about values, except for the names of extension types.
   */
  public boolean takes(BatchSchema other) {
    return equals(other) || SchemaText.takes(schema.getFields(), other.schema.getFields());
  }

  /**
   * @throws IllegalArgumentException if a column has another number of slots than the batch rows
   */
  public void requireRows(int rowCount, int[] nodeLengths) {
    if (rowCount < 0) {
      throw new IllegalArgumentException("A batch can't have %d rows".formatted(rowCount));
    }
    for (int i = 0; i < before.size(); i++) {
      int slots = nodeLengths[before.get(i).nodes()];
      if (slots != rowCount) {
        throw new IllegalArgumentException(
            "Column '%s' has %d slots but the batch has %d rows"
                .formatted(schema.getFields().get(i).getName(), slots, rowCount));
      }
    }
  }

  /** How each column lies in a body. */
  public List<ColumnLayout> columns() {
    return columns;
  }

  /** The buffers of one column in a body of this schema, see {@link BatchBody#arrayBuffers()}. */
  public ByteBuffer[] buffers(int column, BatchBody body) {
    int[] variadicCounts = body.layout().variadicCounts();
    ColumnShape ahead = before.get(column);
    ColumnShape own = columns.get(column).shape();
    int first = ahead.fixedBuffers();
    for (int view = 0; view < ahead.viewColumns(); view++) {
      first += variadicCounts[view];
    }
    int count = own.fixedBuffers();
    for (int view = 0; view < own.viewColumns(); view++) {
      count += variadicCounts[ahead.viewColumns() + view];
    }
    ByteBuffer[] buffers = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      buffers[i] = body.arrayBuffer(first + i);
    }
    return buffers;
  }

  private void collectDictionaries(List<Field> fields) {
    for (Field field : fields) {
      if (field.getDictionary() != null) {
        long id = field.getDictionary().getId();
        Field values =
            new Field(
                "dictionary " + id,
                FieldType.nullable(field.getType()),
                new ArrayList<>(field.getChildren()));
        DictionaryColumn column = new DictionaryColumn(id, values, ColumnLayout.of(values));
        DictionaryColumn known = dictionaries.putIfAbsent(id, column);
        if (known != null && !known.values.equals(values)) {
          throw new UnsupportedOperationException(
              "Field '%s' and another share dictionary id %d but not the type of its values: %s and %s"
                  .formatted(field.getName(), id, values, known.values));
        }
      }
      collectDictionaries(field.getChildren());
    }
  }

  /** In message format. */
  public Schema schema() {
    return schema;
  }

  /** Of everything in the schema; stable over processes and versions of Arrow. */
  public long fingerprint() {
    return fingerprint;
  }

  /** The bytes of the schema's IPC message. */
  public byte[] message() {
    return message.clone();
  }

  public byte[] messageBytes() {
    return message;
  }

  /** Of the columns; dictionaries have their own. */
  public ColumnShape shape() {
    return shape;
  }

  /** By id, nested ones too: each after the one it is nested in. */
  public Map<Long, DictionaryColumn> dictionaries() {
    return Collections.unmodifiableMap(dictionaries);
  }

  private Object readResolve() {
    return ofMessage(message);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof BatchSchema that
            && fingerprint == that.fingerprint
            && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fingerprint);
  }

  /** The schema's fields as text. */
  @Override
  public String toString() {
    return "%s (fingerprint %016x)".formatted(schema, fingerprint);
  }
}
