package io.flinkarrow.ipc;

/**
 * What one payload may still cost in heap bytes. Charged before anything is allocated, and for work
 * that a few bytes could otherwise cause without end.
 */
final class Budget {

  /** As for all rows of a payload. */
  private static final int MOST_TIMES_REFERRED_TO = 64;

  private final long limit;
  private long spent;
  private long referredTo;

  Budget(DecodeLimits limits) {
    this.limit = Math.min(limits.maximumDecodedBytes(), Long.MAX_VALUE / MOST_TIMES_REFERRED_TO);
  }

  /**
   * @param bytes not negative
   * @param where position in the payload of what costs them
   */
  void charge(long bytes, long where) throws MalformedPayloadException {
    if (bytes > limit - spent) {
      throw new MalformedPayloadException(
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
  void chargeReferredTo(long bytes, long where) throws MalformedPayloadException {
    if (bytes > limit * MOST_TIMES_REFERRED_TO - referredTo) {
      throw new MalformedPayloadException(
          where,
          "its columns refer to values of more than %d times %d bytes in dictionaries; if the payload is a good one, raise DecodeLimits.maximumDecodedBytes"
              .formatted(MOST_TIMES_REFERRED_TO, limit));
    }
    referredTo += bytes;
  }
}
