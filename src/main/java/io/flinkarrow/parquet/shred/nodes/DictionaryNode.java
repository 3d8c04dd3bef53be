package io.flinkarrow.parquet.shred.nodes;

import io.flinkarrow.layout.Bitmaps;
import io.flinkarrow.parquet.schema.FieldPlan.DictionaryField;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A dictionary-encoded field: its slots refer to entries of the dictionary that came with the
 * batch. A slot that refers to a null entry is null itself.
 */
public final class DictionaryNode extends ReferenceNode {

  private static final int CHUNK = 1024;

  private final DictionaryField field;
  private DictionaryIndexBuffer indexes;
  private int size;
  private boolean unfitSlots;

  public DictionaryNode(DictionaryField field, FieldNode values) {
    super(field.position(), values);
    this.field = field;
  }

  @Override
  void bindBuffers(BatchBuffers batch) {
    ByteBuffer buffer = buffer(batch, 1);
    checkLength(buffer, (long) length() * field.indexWidth(), "indexes");
    indexes = new DictionaryIndexBuffer(buffer, field.indexWidth(), field.signed());
    DictionaryBuffers dictionary = batch.dictionaries().get(field.dictionaryId());
    if (dictionary != null) {
      bindDictionary(dictionary, batch);
    } else if (length() > 0 && !allNull()) {
      throw malformed(
          "its dictionary " + field.dictionaryId(), "only " + batch.dictionaries().keySet());
    } else {
      size = 0;
      values().unbind();
    }
    checkIndexes();
  }

  private void bindDictionary(DictionaryBuffers dictionary, BatchBuffers batch) {
    size = dictionary.size();
    BatchBuffers entries = dictionary.batch(batch.dictionaries());
    if (size < 0
        || !entries.hasShape(field.nodeCount(), field.bufferCount(), field.viewColumns())) {
      throw malformed(
          "a dictionary of %d field nodes and %d buffers"
              .formatted(field.nodeCount(), field.bufferCount()),
          "one of %d and %d, and size %d"
              .formatted(entries.nodeLengths().length, entries.ownBuffers(), size));
    }
    values().bind(entries, size);
  }

  private boolean allNull() {
    return hasNulls() && Bitmaps.count(validity(), length()) == 0;
  }

  /** Looks for indexes that no entry has, and takes null entries into the validity. */
  private void checkIndexes() {
    int slots = length();
    FieldNode entries = values().validityNode();
    boolean nullEntries = entries.hasNulls();
    byte[] bitmap = new byte[nullEntries ? Bitmaps.bytes(slots) : 0];
    int[] ids = new int[Math.min(CHUNK, slots)];
    int outside = 0;
    for (int from = 0; from < slots; from += CHUNK) {
      int count = Math.min(CHUNK, slots - from);
      indexes.copy(from, count, ids, 0);
      for (int i = 0; i < count; i++) {
        outside |= ids[i] | (size - 1 - ids[i]);
      }
      for (int i = 0; nullEntries && i < count; i++) {
        if (!isNull(from + i, ids[i], entries)) {
          Bitmaps.set(bitmap, 0, from + i);
        }
      }
    }
    unfitSlots = outside < 0;
    if (nullEntries) {
      entries.replaceValidity(null);
      ByteBuffer validity = ByteBuffer.wrap(bitmap).order(ByteOrder.LITTLE_ENDIAN);
      replaceValidity(Bitmaps.count(validity, slots) == slots ? null : validity);
    }
  }

  private boolean isNull(int slot, int id, FieldNode entries) {
    return (isEntry(id) && !Bitmaps.isSet(entries.validity(), values().validitySlot(id)))
        || (hasNulls() && !Bitmaps.isSet(validity(), slot));
  }

  private boolean isEntry(int id) {
    return id >= 0 && id < size;
  }

  @Override
  public boolean hasUnfitSlots() {
    return unfitSlots;
  }

  @Override
  public int valueSlot(int slot) {
    int id = indexes.id(slot);
    return isEntry(id) ? id : -1;
  }

  @Override
  public void valueSlots(int from, int count, int[] target) {
    indexes.copy(from, count, target, 0);
    for (int i = 0; unfitSlots && i < count; i++) {
      target[i] = isEntry(target[i]) ? target[i] : -1;
    }
  }

  @Override
  public String unfit() {
    return "the index is outside dictionary %d, which has %d entries; check what encoded the batch"
        .formatted(field.dictionaryId(), size);
  }

  @Override
  public void unbind() {
    super.unbind();
    indexes = null;
    size = 0;
    unfitSlots = false;
  }
}
