package io.flinkarrow.ipc;

/** What becomes of a string that is not UTF-8. */
public enum InvalidText {

  /** The payload is malformed. */
  FAIL,

  /** Every ill-formed sequence becomes U+FFFD, as Java and browsers do it. */
  REPLACE
}
