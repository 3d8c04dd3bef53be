package io.flinkarrow.ipc;

import io.flinkarrow.ipc.body.MalformedBytesException;
import io.flinkarrow.refusal.RefusedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A payload that is not what it has to be: where in it, and why. Says lengths, positions, types and
 * names of columns, never values.
 */
public final class MalformedPayloadException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Names come from the payload and may be of any length. In UTF-8, as headers of messages are. */
  private static final int MOST_BYTES = 2000;

  private final long byteOffset;
  private final String reason;
  private final boolean decoderFailure;

  MalformedPayloadException(long byteOffset, String reason) {
    this(byteOffset, reason, null);
  }

  MalformedPayloadException(long byteOffset, String reason, Throwable cause) {
    this(byteOffset, reason, cause, false);
  }

  private MalformedPayloadException(
      long byteOffset, String reason, Throwable cause, boolean decoderFailure) {
    super("Malformed Arrow payload at byte %d: %s".formatted(byteOffset, printable(reason)), cause);
    this.byteOffset = byteOffset;
    this.reason = printable(reason);
    this.decoderFailure = decoderFailure;
  }

  /** The same, told where it was found. */
  static MalformedPayloadException of(MalformedBytesException found) {
    MalformedPayloadException malformed =
        new MalformedPayloadException(found.byteOffset(), found.getMessage(), found.getCause());
    malformed.setStackTrace(found.getStackTrace());
    return malformed;
  }

  static MalformedPayloadException ofDecoderFailure(Throwable failure) {
    return new MalformedPayloadException(
        0,
        "the decoder failed with %s; please report it, for the payload may be valid"
            .formatted(failure.getClass().getName()),
        failure,
        true);
  }

  /** The position in the payload, from 0, where what is wrong begins. */
  public long byteOffset() {
    return byteOffset;
  }

  /**
   * Whether nothing is known to be wrong with the payload, but the decoder failed at it: a fault of
   * the decoder's, and the payload may be valid.
   */
  public boolean isDecoderFailure() {
    return decoderFailure;
  }

  /**
   * The failure of a job that the payload ends, whatever the restart strategy.
   *
   * @param message where the payload lay, and what this exception says
   * @throws IOException if the decoder failed: a restart with a mended one helps
   */
  public RefusedInputException refusal(String message) throws IOException {
    if (decoderFailure) {
      throw new IOException(message, this);
    }
    return new RefusedInputException(message, this);
  }

  /** What is wrong, in one sentence. */
  public String reason() {
    return reason;
  }

  /** Cut to a length that logs and headers bear, and without control characters. */
  private static String printable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String cut =
        bytes.length <= MOST_BYTES
            ? text
            : new String(bytes, 0, lastCharacter(bytes), StandardCharsets.UTF_8) + "...";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** Where the character begins that would go beyond the limit. */
  private static int lastCharacter(byte[] bytes) {
    int at = MOST_BYTES;
    while ((bytes[at] & 0xc0) == 0x80) {
      at--;
    }
    return at;
  }
}
