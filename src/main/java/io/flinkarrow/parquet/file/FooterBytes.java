package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The serialized footer, found by the magic number at the end of a file. The one at the beginning
 * is looked at only if it comes with the same read: it is worth no request of its own.
 *
 * @param start where in the file it begins
 * @param encrypted whether it is, as the magic number has it
 */
record FooterBytes(byte[] footer, long start, boolean encrypted) {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_LENGTH = Integer.BYTES + MAGIC.length;
  private static final int MINIMUM_FILE_LENGTH = MAGIC.length + 1 + TAIL_LENGTH;

  /** Most footers are shorter; they come with the first read. */
  private static final int FIRST_READ = 64 << 10;

  static FooterBytes read(ParquetInput file, int most) throws IOException {
    if (file.length() < MINIMUM_FILE_LENGTH) {
      throw notParquet(
          file,
          "it has %d bytes, the shortest one %d".formatted(file.length(), MINIMUM_FILE_LENGTH));
    }
    int tailLength = (int) Math.min(file.length(), FIRST_READ);
    byte[] tail = file.read(file.length() - tailLength, tailLength);
    byte[] magic = Arrays.copyOfRange(tail, tailLength - MAGIC.length, tailLength);
    boolean encrypted = Arrays.equals(magic, ENCRYPTED_MAGIC);
    byte[] expected = encrypted ? ENCRYPTED_MAGIC : MAGIC;
    if (tailLength == file.length()) {
      checkMagic(file, "begin", expected, Arrays.copyOf(tail, MAGIC.length));
    }
    checkMagic(file, "end", expected, magic);
    int length = footerLength(file, tail);
    if (length > most) {
      String message =
          "The footer of %s has %d bytes, at most %d are allowed. If the file is a good one, raise maximumMetadataBytes"
              .formatted(file.name(), length, most);
      throw new IOException(message, new TooLargeException(message));
    }
    long start = file.length() - TAIL_LENGTH - length;
    int at = tailLength - TAIL_LENGTH - length;
    byte[] footer = at >= 0 ? Arrays.copyOfRange(tail, at, at + length) : file.read(start, length);
    return new FooterBytes(footer, start, encrypted);
  }

  private static int footerLength(ParquetInput file, byte[] tail) throws IOException {
    int length =
        ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TAIL_LENGTH);
    long longest = file.length() - MAGIC.length - TAIL_LENGTH;
    if (length < 1 || length > longest) {
      throw notParquet(
          file, "its footer's length should be from 1 to %d, but is %d".formatted(longest, length));
    }
    return length;
  }

  private static void checkMagic(ParquetInput file, String where, byte[] expected, byte[] found)
      throws IOException {
    if (!Arrays.equals(found, expected)) {
      throw notParquet(
          file,
          "it should %s with '%s' (%s), but does with %s"
              .formatted(
                  where,
                  new String(expected, StandardCharsets.US_ASCII),
                  hex(expected),
                  hex(found)));
    }
  }

  private static IOException notParquet(ParquetInput file, String reason) {
    return new IOException(
        "%s is not a complete Parquet file: %s. Read finished files only, and keep other files out of the directory"
            .formatted(file.name(), reason));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
