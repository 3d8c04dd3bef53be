package io.flinkarrow.parquet.page;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that need not copy bytes that are never changed. */
public abstract class SharingOutput extends OutputStream {

  /** Writes bytes that do not change any more. The stream may keep the array. */
  public abstract void writeShared(byte[] bytes, int offset, int length) throws IOException;
}
