package io.flinkarrow.ipc.body;

/**
 * What one payload may still cost in heap bytes. Charged before anything is allocated, and for work
 * that a few bytes could otherwise cause without end.
 */
public final class PayloadMemoryLimit {

  /** As for all rows of a payload. */
  private static final int MOST_TIMES_REFERRED_TO = 64;

  private final long limit;
  private long spent;
  private long referredTo;

  /**
   * @param maximumBytes heap bytes that one payload may become
   */
  public PayloadMemoryLimit(long maximumBytes) {
    this.limit = Math.min(maximumBytes, Long.MAX_VALUE / MOST_TIMES_REFERRED_TO);
  }

  /**
   * @param bytes not negative
   * @param where position in the payload of what costs them
   */
  public void charge(long bytes, long where) throws MalformedBytesException {
    if (bytes > limit - spent) {
      throw new MalformedBytesException(
          where,
          "the payload becomes more than %d bytes; if it is a good one, raise DecodeLimits.maximumDecodedBytes"
              .formatted(limit));
    }
    spent += bytes;
  }

  /**
   * Charges for values of a dictionary as often as a column refers to them, as whoever writes them
   * unfolded does; they have a limit of their own.
   */
  public void chargeReferredTo(long bytes, long where) throws MalformedBytesException {
    if (bytes > limit * MOST_TIMES_REFERRED_TO - referredTo) {
      throw new MalformedBytesException(
          where,
          "its columns refer to values of more than %d times %d bytes in dictionaries; if the payload is a good one, raise DecodeLimits.maximumDecodedBytes"
              .formatted(MOST_TIMES_REFERRED_TO, limit));
    }
    referredTo += bytes;
  }
}
