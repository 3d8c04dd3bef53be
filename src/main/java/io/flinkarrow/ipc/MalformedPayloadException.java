package io.flinkarrow.ipc;

import java.io.IOException;

/**
 * A payload that is not what it has to be: where in it, and why. Says lengths, positions, types and
 * names of columns, never values.
 */
public final class MalformedPayloadException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Names come from the payload and may be of any length. */
  private static final int MOST_CHARACTERS = 2000;

  private final long byteOffset;
  private final String reason;

  MalformedPayloadException(long byteOffset, String reason) {
    this(byteOffset, reason, null);
  }

  MalformedPayloadException(long byteOffset, String reason, Throwable cause) {
    super("Malformed Arrow payload at byte %d: %s".formatted(byteOffset, printable(reason)), cause);
    this.byteOffset = byteOffset;
    this.reason = printable(reason);
  }

  /** The position in the payload, from 0, where what is wrong begins. */
  public long byteOffset() {
    return byteOffset;
  }

  /** What is wrong, in one sentence. */
  public String reason() {
    return reason;
  }

  /** Cut to a length that a log bears, and without control characters. */
  private static String printable(String text) {
    String cut =
        text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
    return cut.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }
}
