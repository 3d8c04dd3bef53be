package io.flinkarrow.parquet.codec;

import io.flinkarrow.parquet.options.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** GZIP members (RFC 1952), one or more, their checksums verified. */
final class GzipPageDecompressor extends PageDecompressor {

  private static final int BUFFER_LENGTH = 1 << 16;

  /** A match of 258 bytes takes two bits. */
  private static final int MOST_PER_BYTE = 1032;

  GzipPageDecompressor() {
    super(CompressionCodec.GZIP, MOST_PER_BYTE);
  }

  @Override
  int decompressChecked(byte[] input, int offset, int length, byte[] output, int most)
      throws IOException {
    int buffer = Math.max(1, Math.min(length, BUFFER_LENGTH));
    try (InputStream members =
        new GZIPInputStream(new ByteArrayInputStream(input, offset, length), buffer)) {
      int written = members.readNBytes(output, 0, most);
      return members.read() < 0 ? written : most + 1;
    } catch (ZipException | EOFException e) {
      throw malformed(e);
    }
  }
}
