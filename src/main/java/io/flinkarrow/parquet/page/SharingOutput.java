package io.flinkarrow.parquet.page;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that need not copy bytes that are never changed. */
public abstract class SharingOutput extends OutputStream {

  /** Writes bytes that nobody changes any more. The stream may hold the array from now on. */
  public abstract void writeShared(byte[] bytes, int offset, int length) throws IOException;
}
