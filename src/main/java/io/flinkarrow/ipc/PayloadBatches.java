package io.flinkarrow.ipc;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.body.BatchHeader;
import io.flinkarrow.ipc.body.DecompressedBody;
import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.ipc.body.PayloadMemoryLimit;
import io.flinkarrow.ipc.check.BodyChecker;
import io.flinkarrow.ipc.check.CheckedBody;
import io.flinkarrow.ipc.check.PayloadDictionaries;
import io.flinkarrow.ipc.check.SentWidths;
import io.flinkarrow.ipc.flat.FlatTable;
import io.flinkarrow.ipc.frame.BatchHeaderReader;
import io.flinkarrow.ipc.frame.Message;
import io.flinkarrow.layout.ColumnLayout;
import io.flinkarrow.layout.ColumnShape;
import io.flinkarrow.reconcile.BatchReconciler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The batches of one payload, message after message. */
final class PayloadBatches {

  private static final int DICTIONARY_ID = 0;
  private static final int DICTIONARY_DATA = 1;
  private static final int DICTIONARY_IS_DELTA = 2;

  private final byte[] payload;
  private final BatchSchema schema;
  private final SentWidths widths;
  private final Optional<BatchReconciler> reconciler;
  private final DecodeLimits limits;
  private final PayloadMemoryLimit budget;
  private final PayloadDictionaries dictionaries;
  private final List<RecordBatch> decoded = new ArrayList<>();
  private boolean replacement = true;
  private int position;

  PayloadBatches(byte[] payload, PayloadSchema schema, DecodeLimits limits) {
    this.payload = payload;
    this.schema = schema.checked();
    this.widths = schema.widths();
    this.limits = limits;
    this.budget = new PayloadMemoryLimit(limits.maximumDecodedBytes());
    this.dictionaries = new PayloadDictionaries(schema.checked(), budget);
    this.reconciler =
        schema.reconciliation().map(how -> how.reconciler(bytes -> budget.charge(bytes, position)));
  }

  /** Each dictionary comes once, deltas aside. */
  PayloadBatches withoutReplacement() {
    replacement = false;
    return this;
  }

  void add(Message message) throws MalformedBytesException {
    position = message.offset();
    switch (message.kind()) {
      case SCHEMA ->
          throw new MalformedBytesException(
              message.offset(), "a second schema; one payload has one");
      case DICTIONARY_BATCH -> dictionary(message);
      case RECORD_BATCH -> batch(message);
    }
  }

  List<RecordBatch> decoded() {
    return decoded;
  }

  private void batch(Message message) throws MalformedBytesException {
    CheckedBody body =
        body(message, message.header(), schema.shape(), schema.columns(), widths.ofBatch());
    RecordBatch batch = RecordBatch.of(schema, body.rowCount(), body.body(), dictionaries.of(body));
    decoded.add(reconciler.isPresent() ? reconciled(batch, reconciler.get()) : batch);
  }

  private RecordBatch reconciled(RecordBatch batch, BatchReconciler reconciler)
      throws MalformedBytesException {
    try {
      return reconciler.reconcile(batch);
    } catch (MalformedBytesException e) {
      throw e;
    } catch (IllegalArgumentException | IOException e) {
      throw new MalformedBytesException(position, e.getMessage(), e);
    }
  }

  private void dictionary(Message message) throws MalformedBytesException {
    FlatTable header = message.header();
    long id = header.int64(DICTIONARY_ID, 0);
    BatchSchema.DictionaryColumn column = dictionaries.column(id, message.offset());
    CheckedBody body =
        body(
            message,
            header.requiredTable(DICTIONARY_DATA, "a dictionary's values"),
            column.layout().shape(),
            column.columns(),
            widths.ofDictionary(id));
    if (header.bool(DICTIONARY_IS_DELTA)) {
      dictionaries.append(id, body);
      return;
    }
    if (!replacement && dictionaries.contains(id)) {
      throw new MalformedBytesException(
          message.offset(), "dictionary %d a second time; in a file each comes once".formatted(id));
    }
    dictionaries.put(id, body);
  }

  private CheckedBody body(
      Message message,
      FlatTable table,
      ColumnShape shape,
      List<ColumnLayout> columns,
      int[] sentWidths)
      throws MalformedBytesException {
    BatchHeader header =
        BatchHeaderReader.read(message, table, shape, limits.maximumRows(), budget);
    return BodyChecker.check(
        columns,
        sentWidths,
        header,
        DecompressedBody.read(payload, header, budget),
        limits.invalidText() == InvalidText.REPLACE,
        budget);
  }
}
