package io.flinkarrow.table;

/** What becomes of a message that no rows of the table can be made of. */
public enum OnMalformedPayload {

  /** The job fails, and the message says where in the payload and why. */
  FAIL,

  /** It is left out, all of it, and counted. */
  SKIP
}
