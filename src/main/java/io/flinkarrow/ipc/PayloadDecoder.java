package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.flat.SchemaReader;
import io.flinkarrow.ipc.flat.SentSchema;
import io.flinkarrow.ipc.frame.IpcFile;
import io.flinkarrow.ipc.frame.Message;
import io.flinkarrow.ipc.frame.Message.Kind;
import io.flinkarrow.ipc.frame.MessageReader;
import io.flinkarrow.reconcile.ComparableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decodes payloads, one call each: all batches of a payload or none. Remembers schemas, for
 * payloads tend to have those of others before them. Not thread-safe.
 */
final class PayloadDecoder {

  private final DecodeLimits limits;
  private final Optional<ExpectedSchema> expected;
  private final KnownSchemas known = new KnownSchemas();

  /** What a payload may be. */
  enum Form {
    STREAM,
    FILE,
    MESSAGE
  }

  /**
   * @param expected null if payloads may have any schema
   */
  PayloadDecoder(BatchSchema expected, DecodeLimits limits) {
    this(expected, limits, SchemaPolicy.EXACT);
  }

  PayloadDecoder(BatchSchema expected, DecodeLimits limits, SchemaPolicy policy) {
    this.expected = Optional.ofNullable(expected).map(schema -> new ExpectedSchema(schema, policy));
    this.limits = limits;
  }

  /** A stream, a file or, if a schema is expected, a record batch message: the payload tells. */
  List<RecordBatch> decode(byte[] payload) throws MalformedPayloadException {
    return guarded(payload, Optional.empty());
  }

  List<RecordBatch> decode(byte[] payload, Form form) throws MalformedPayloadException {
    return guarded(payload, Optional.of(form));
  }

  private Form formOf(byte[] payload) throws MalformedBytesException {
    if (IpcFile.hasMagic(payload)) {
      return Form.FILE;
    }
    if (expected.isEmpty()) {
      return Form.STREAM;
    }
    // A message alone has no end-of-stream: look what the first one is.
    Optional<Message> first = reader(payload, 0, payload.length, false).next();
    return first.isPresent() && first.get().kind() == Kind.RECORD_BATCH
        ? Form.MESSAGE
        : Form.STREAM;
  }

  /** Everything is checked before it is used; what should still slip through is no crash. */
  private List<RecordBatch> guarded(byte[] payload, Optional<Form> form)
      throws MalformedPayloadException {
    if (payload.length == 0) {
      throw new MalformedPayloadException(0, "the payload is empty");
    }
    try {
      return switch (form.isPresent() ? form.get() : formOf(payload)) {
        case STREAM -> stream(payload);
        case FILE -> file(payload);
        case MESSAGE -> message(payload);
      };
    } catch (MalformedBytesException e) {
      throw MalformedPayloadException.of(e);
    } catch (RuntimeException | StackOverflowError e) {
      throw MalformedPayloadException.ofDecoderFailure(e);
    }
  }

  private MessageReader reader(byte[] payload, int start, int end, boolean requireEndOfStream) {
    return new MessageReader(
        payload, start, end, limits.maximumMetadataBytes(), requireEndOfStream);
  }

  private List<RecordBatch> stream(byte[] payload) throws MalformedBytesException {
    MessageReader messages = reader(payload, 0, payload.length, limits.requireEndOfStream());
    Optional<Message> first = messages.next();
    if (first.isEmpty()) {
      throw new MalformedBytesException(0, "the stream has no schema");
    }
    PayloadBatches batches = new PayloadBatches(payload, schema(payload, first.get()), limits);
    for (Optional<Message> next = messages.next(); next.isPresent(); next = messages.next()) {
      batches.add(next.get());
    }
    return batches.decoded();
  }

  /** Dictionaries first, wherever they lie: the file format allows any order. */
  private List<RecordBatch> file(byte[] payload) throws MalformedBytesException {
    IpcFile file = IpcFile.of(payload, limits.maximumMetadataBytes());
    SentSchema own = schema(file.schema());
    Optional<Message> message = file.schemaMessage();
    if (message.isPresent()) {
      SentSchema first = schema(message.get().header());
      if (!ComparableSchema.of(first.sent().schema())
          .equals(ComparableSchema.of(own.sent().schema()))) {
        throw new MalformedBytesException(
            file.schema().position(),
            "the file's footer has another schema than its schema message at byte %d"
                .formatted(message.get().offset()));
      }
    }
    byte[] bytes = own.sent().message();
    PayloadSchema before = known.find(bytes);
    PayloadSchema schema = before != null ? before : accepted(bytes, own, file.schema().position());
    PayloadBatches batches = new PayloadBatches(payload, schema, limits).withoutReplacement();
    for (Message dictionary : file.dictionaries()) {
      batches.add(dictionary);
    }
    for (Message batch : file.batches()) {
      batches.add(batch);
    }
    return batches.decoded();
  }

  private List<RecordBatch> message(byte[] payload) throws MalformedBytesException {
    BatchSchema schema = expected.orElseThrow().schema();
    if (!schema.dictionaries().isEmpty()) {
      throw new MalformedBytesException(
          0,
          "a record batch message alone has no dictionaries, but the expected schema has %d; send whole streams"
              .formatted(schema.dictionaries().size()));
    }
    Message message = reader(payload, 0, payload.length, false).only();
    if (message.kind() != Kind.RECORD_BATCH) {
      throw new MalformedBytesException(
          0, "expected a record batch message, found a %s".formatted(message.kind()));
    }
    PayloadBatches batches = new PayloadBatches(payload, PayloadSchema.of(schema, schema), limits);
    batches.add(message);
    return batches.decoded();
  }

  private SentSchema schema(FlatTable table) throws MalformedBytesException {
    return SchemaReader.read(table, limits.maximumFields(), limits.maximumDepth());
  }

  private PayloadSchema schema(byte[] payload, Message message) throws MalformedBytesException {
    if (message.kind() != Kind.SCHEMA) {
      throw new MalformedBytesException(
          message.offset(), "expected a schema first, found a %s".formatted(message.kind()));
    }
    byte[] bytes = Arrays.copyOfRange(payload, message.offset(), message.bodyOffset());
    PayloadSchema schema = known.find(bytes);
    return schema != null ? schema : accepted(bytes, schema(message.header()), message.offset());
  }

  /**
   * @param bytes by which the schema is known
   */
  private PayloadSchema accepted(byte[] bytes, SentSchema sent, int where)
      throws MalformedBytesException {
    BatchSchema own = sent.decoded();
    PayloadSchema batches =
        expected.isPresent() ? expected.get().accept(own, where) : PayloadSchema.of(own, own);
    PayloadSchema schema = batches.sentAs(sent);
    known.add(bytes, schema);
    return schema;
  }
}
