package io.flinkarrow.ipc;

/**
 * What one payload may still cost in heap bytes. Charged before anything is allocated, and for work
 * that a few bytes could otherwise cause without end.
 */
final class Budget {

  private final long limit;
  private long spent;

  Budget(DecodeLimits limits) {
    this.limit = limits.maximumDecodedBytes();
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
}
