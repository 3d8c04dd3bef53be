package io.flinkarrow.ipc;

/**
 * What becomes of payloads that can't be decoded, in DataStream jobs and in tables. Whichever it
 * is, they are counted.
 */
public enum MalformedPayloads {
  /** The job ends and says which payload it was and why; no restart strategy is asked. */
  FAIL,
  /**
   * The task fails and says the same, and the restart strategy decides: after a restart, the same
   * payload comes again.
   */
  RESTART,
  /** The payload is left out. */
  SKIP,
  /** The payload goes to a side output of Kafka's decoder, with the reason. Not in tables. */
  REJECT
}
