package io.flinkarrow.ipc.frame;

import io.flinkarrow.ipc.body.MetadataVersion;
import io.flinkarrow.ipc.flat.FlatTable;

/**
 * An encapsulated IPC message: where it lies in the payload, and its header. Everything it
 * describes lies within the payload; nothing of the header has been looked at but its kind.
 *
 * @param offset where its prefix begins
 * @param metadataLength prefix and padding included, as a file's footer counts
 * @param header a table of the kind
 */
public record Message(
    int offset,
    int metadataLength,
    int bodyOffset,
    int bodyLength,
    MetadataVersion version,
    Kind kind,
    FlatTable header) {

  /** In the format's order, from 1. */
  public enum Kind {
    SCHEMA,
    DICTIONARY_BATCH,
    RECORD_BATCH
  }
}
