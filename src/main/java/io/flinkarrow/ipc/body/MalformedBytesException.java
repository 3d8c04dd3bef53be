package io.flinkarrow.ipc.body;

import java.io.IOException;

/**
 * Thrown by the packages below {@code ipc} for bytes that are not what they have to be. {@code
 * ipc.PayloadDecoder} turns it into the exception that users see.
 */
public final class MalformedBytesException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long byteOffset;

  /**
   * @param byteOffset the position in the payload where what is wrong begins
   * @param reason what is wrong, in one sentence
   */
  public MalformedBytesException(long byteOffset, String reason) {
    this(byteOffset, reason, null);
  }

  public MalformedBytesException(long byteOffset, String reason, Throwable cause) {
    super(reason, cause);
    this.byteOffset = byteOffset;
  }

  public long byteOffset() {
    return byteOffset;
  }
}
