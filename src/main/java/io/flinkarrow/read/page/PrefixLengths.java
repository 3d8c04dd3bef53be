package io.flinkarrow.read.page;

import io.flinkarrow.parquet.input.ChunkInput.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;

/**
 * In DELTA_BYTE_ARRAY, a value begins with as many bytes of the value before it as a number says.
 * parquet-column makes room for so many before it looks whether the value before has them.
 */
final class PrefixLengths {

  /** Of the last value so far; old writers go on with it in the next page. */
  private long length;

  /**
   * Checks a page.
   *
   * @param values the page without its levels
   * @param count how many values it holds
   */
  void check(Bytes values, int count) throws IOException {
    ByteBufferInputStream input =
        ByteBufferInputStream.wrap(
            ByteBuffer.wrap(values.array(), values.offset(), values.length()));
    DeltaBinaryPackingValuesReader prefixes = new DeltaBinaryPackingValuesReader();
    prefixes.initFromPage(count, input);
    DeltaBinaryPackingValuesReader suffixes = new DeltaBinaryPackingValuesReader();
    suffixes.initFromPage(count, input);
    for (int i = 0; i < count; i++) {
      int prefix = prefixes.readInteger();
      if (prefix < 0 || prefix > length) {
        throw new IOException(
            "should have values that begin with up to %d bytes of the value before, but has one with %d"
                .formatted(length, prefix));
      }
      length = (long) prefix + suffixes.readInteger();
    }
  }
}
