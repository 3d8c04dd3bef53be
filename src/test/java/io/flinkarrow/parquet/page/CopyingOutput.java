package io.flinkarrow.parquet.page;

import java.io.ByteArrayOutputStream;

/** Copies what it could share. */
final class CopyingOutput extends SharingOutput {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public void write(int b) {
    bytes.write(b);
  }

  @Override
  public void writeShared(byte[] shared, int offset, int length) {
    bytes.write(shared, offset, length);
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
