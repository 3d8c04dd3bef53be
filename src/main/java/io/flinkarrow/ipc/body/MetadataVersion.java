package io.flinkarrow.ipc.body;

/** Of a message's metadata. Unions of the older one have another layout. */
public enum MetadataVersion {
  V4,
  V5
}
