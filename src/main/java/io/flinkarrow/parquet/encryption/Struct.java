package io.flinkarrow.parquet.encryption;

import java.io.IOException;
import java.io.OutputStream;

/** Something that is serialized into a file; always the same bytes. */
@FunctionalInterface
public interface Struct {
  void writeTo(OutputStream out) throws IOException;

  /** The bytes that it writes. */
  default long length() throws IOException {
    CountingOutput counter = new CountingOutput();
    writeTo(counter);
    return counter.count();
  }
}
