package io.flinkarrow.parquet.page;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A sealed page that lies in no store.
 *
 * @param stored the header with the body behind it; never changed
 */
record KeptPage(byte[] stored) implements StoredPage {

  /** More than most headers have. */
  private static final int HEADER_LENGTH = 64;

  static KeptPage of(Consumer<OutputStream> header, byte[] body, int length) {
    ByteArrayOutput out = new ByteArrayOutput(HEADER_LENGTH);
    header.accept(out);
    byte[] stored = Arrays.copyOf(out.array(), out.length() + length);
    System.arraycopy(body, 0, stored, out.length(), length);
    return new KeptPage(stored);
  }

  @Override
  public int length() {
    return stored.length;
  }

  @Override
  public void writeTo(SharingOutput out, PageStore store) throws IOException {
    out.writeShared(stored, 0, stored.length);
  }
}
