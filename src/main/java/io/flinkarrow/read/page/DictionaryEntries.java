package io.flinkarrow.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The entries of a dictionary page: all must be within it. parquet-column looks at a binary's bytes
 * only when it is asked for, and makes room for as many as the entry claims.
 */
final class DictionaryEntries {

  private static final int INT96_BYTES = 12;

  private DictionaryEntries() {}

  static void check(byte[] content, int entries, PrimitiveType type) throws IOException {
    long bytes =
        switch (type.getPrimitiveTypeName()) {
          case BINARY -> binaries(content, entries);
          case FIXED_LEN_BYTE_ARRAY -> (long) entries * type.getTypeLength();
          case INT96 -> (long) entries * INT96_BYTES;
          case INT64, DOUBLE -> (long) entries * Long.BYTES;
          case INT32, FLOAT -> (long) entries * Integer.BYTES;
          case BOOLEAN -> 0;
        };
    if (bytes > content.length) {
      throw new IOException(
          "should have %d entries within its %d bytes, but they need %d"
              .formatted(entries, content.length, bytes));
    }
  }

  /** The bytes up to the end of the last entry, or of the first one that is not in the page. */
  private static long binaries(byte[] content, int entries) throws IOException {
    ByteBuffer lengths = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long end = 0;
    for (int i = 0; i < entries && end <= content.length; i++) {
      if (end > content.length - Integer.BYTES) {
        return end + Integer.BYTES;
      }
      int length = lengths.getInt((int) end);
      if (length < 0) {
        throw new IOException("should have entries of at least 0 bytes, but has one of " + length);
      }
      end += Integer.BYTES + (long) length;
    }
    return end;
  }
}
