package io.flinkarrow.parquet.decoding;

import java.io.IOException;

/**
 * The values of one data page in their order, nulls left out. How many there are the caller knows,
 * and asks for no more. What a page holds is checked before memory is taken for it.
 *
 * @param <T> what the values are decoded to
 */
public interface ValuesDecoder<T extends DecodedValues> {

  /**
   * Appends the next values.
   *
   * @return how many: fewer than asked for only if the target is full
   * @throws IOException if the page does not hold as many, or not such; the message says what it
   *     should have
   */
  int decode(int count, T target) throws IOException;

  /** Passes over the next values. */
  void skip(int count) throws IOException;
}
