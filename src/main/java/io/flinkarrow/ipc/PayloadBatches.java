package io.flinkarrow.ipc;

import io.flinkarrow.batch.BatchSchema;
import io.flinkarrow.batch.ColumnShape;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.reconcile.BatchReconciler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/** The batches of one payload, message after message. */
final class PayloadBatches {

  private static final int DICTIONARY_ID = 0;
  private static final int DICTIONARY_DATA = 1;
  private static final int DICTIONARY_IS_DELTA = 2;

  private final byte[] payload;
  private final BatchSchema schema;
  private final Optional<BatchReconciler> reconciler;
  private final DecodeLimits limits;
  private final Budget budget;
  private final Dictionaries dictionaries;
  private final List<RecordBatch> decoded = new ArrayList<>();
  private boolean replacement = true;
  private int position;

  PayloadBatches(byte[] payload, PayloadSchema schema, DecodeLimits limits) {
    this.payload = payload;
    this.schema = schema.checked();
    this.limits = limits;
    this.budget = new Budget(limits);
    this.dictionaries = new Dictionaries(schema.checked(), budget);
    this.reconciler =
        schema.reconciliation().map(how -> how.reconciler(bytes -> budget.charge(bytes, position)));
  }

  /** Each dictionary comes once, deltas aside. */
  PayloadBatches withoutReplacement() {
    replacement = false;
    return this;
  }

  void add(Message message) throws MalformedPayloadException {
    position = message.offset();
    switch (message.kind()) {
      case SCHEMA ->
          throw new MalformedPayloadException(
              message.offset(), "a second schema; one payload has one");
      case DICTIONARY_BATCH -> dictionary(message);
      case RECORD_BATCH -> batch(message);
    }
  }

  List<RecordBatch> decoded() {
    return decoded;
  }

  private void batch(Message message) throws MalformedPayloadException {
    CheckedBody body = body(message, message.header(), schema.shape(), schema.schema().getFields());
    RecordBatch batch = RecordBatch.of(schema, body.rowCount(), body.body(), dictionaries.of(body));
    decoded.add(reconciler.isPresent() ? reconciled(batch, reconciler.get()) : batch);
  }

  private RecordBatch reconciled(RecordBatch batch, BatchReconciler reconciler)
      throws MalformedPayloadException {
    try {
      return reconciler.reconcile(batch);
    } catch (MalformedPayloadException e) {
      throw e;
    } catch (IllegalArgumentException | IOException e) {
      throw new MalformedPayloadException(position, e.getMessage(), e);
    }
  }

  private void dictionary(Message message) throws MalformedPayloadException {
    FlatTable header = message.header();
    long id = header.int64(DICTIONARY_ID, 0);
    BatchSchema.DictionaryColumn column = dictionaries.column(id, message.offset());
    CheckedBody body =
        body(
            message,
            header.requiredTable(DICTIONARY_DATA, "a dictionary's values"),
            column.shape(),
            List.of(column.values()));
    if (header.bool(DICTIONARY_IS_DELTA)) {
      dictionaries.append(id, body);
      return;
    }
    if (!replacement && dictionaries.contains(id)) {
      throw new MalformedPayloadException(
          message.offset(), "dictionary %d a second time; in a file each comes once".formatted(id));
    }
    dictionaries.put(id, body);
  }

  private CheckedBody body(Message message, FlatTable table, ColumnShape shape, List<Field> fields)
      throws MalformedPayloadException {
    BatchHeader header = BatchHeader.read(message, table, shape, limits, budget);
    return BodyChecker.check(
        fields, header, HeapBody.read(payload, header, budget), limits, budget);
  }
}
