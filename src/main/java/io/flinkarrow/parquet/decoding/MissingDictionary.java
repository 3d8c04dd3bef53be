package io.flinkarrow.parquet.decoding;

import java.io.IOException;

/**
 * A page by dictionary in a chunk without one: good as long as it has only nulls.
 *
 * @param <T> what values are decoded to
 */
final class MissingDictionary<T extends DecodedValues> implements ValuesDecoder<T> {

  @Override
  public int decode(int count, T target) throws IOException {
    skip(count);
    return count;
  }

  @Override
  public void skip(int count) throws IOException {
    if (count > 0) {
      throw new IOException("should have a dictionary page before it, but its chunk has none");
    }
  }
}
