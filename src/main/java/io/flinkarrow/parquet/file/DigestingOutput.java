package io.flinkarrow.parquet.file;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Hands bytes on to a stream, which it never closes, and computes CRC-32C and SHA-256 of them on
 * the way.
 */
public final class DigestingOutput extends OutputStream {

  private final OutputStream out;
  private final CRC32C crc32c = new CRC32C();
  private final MessageDigest sha256 = newSha256();

  public DigestingOutput(OutputStream out) {
    this.out = out;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform must have SHA-256, this one has not", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    crc32c.update(b);
    sha256.update((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    crc32c.update(bytes, offset, length);
    sha256.update(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** CRC-32C of the bytes so far. */
  public long crc32c() {
    return crc32c.getValue();
  }

  /** SHA-256 of the bytes so far, in hexadecimal digits; to be asked once, after the last byte. */
  public String sha256() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
