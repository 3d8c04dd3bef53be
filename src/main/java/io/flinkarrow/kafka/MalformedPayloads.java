package io.flinkarrow.kafka;

/**
 * What becomes of payloads that can't be decoded, in DataStream jobs and in tables. Whichever it
 * is, they are counted.
 */
public enum MalformedPayloads {
  /** The job fails and says which payload it was and why; after a restart, the same one comes. */
  FAIL,
  /** The payload is left out. */
  SKIP,
  /** The payload goes to {@link ArrowIpcDecoder#REJECTED}, with the reason. Not in tables. */
  REJECT
}
