package io.flinkarrow.parquet.page;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A sealed page that any copy of its chunk can be given.
 *
 * @param stored the header with the compressed body behind it; never changed
 * @param uncompressedBytes before compression, header included
 */
public record KeptPage(byte[] stored, long uncompressedBytes) implements StoredPage {

  private static final int OBJECT_BYTES = 40;

  @Override
  public int length() {
    return stored.length;
  }

  @Override
  public void writeTo(OutputStream out, PageStore store) throws IOException {
    out.write(stored);
  }

  public long retainedBytes() {
    return (long) OBJECT_BYTES + stored.length;
  }
}
