package io.flinkarrow.ipc;

/**
 * An encapsulated IPC message: where it lies in the payload, and its header. Everything it
 * describes lies within the payload; nothing of the header has been looked at but its kind.
 *
 * @param offset where its prefix begins
 * @param metadataLength prefix and padding included, as a file's footer counts
 * @param header a table of the kind
 */
record Message(
    int offset,
    int metadataLength,
    int bodyOffset,
    int bodyLength,
    MetadataVersion version,
    Kind kind,
    FlatTable header) {

  /** In the format's order, from 1. */
  enum Kind {
    SCHEMA,
    DICTIONARY_BATCH,
    RECORD_BATCH
  }

  /** Unions of the older one have another layout. */
  enum MetadataVersion {
    V4,
    V5
  }
}
