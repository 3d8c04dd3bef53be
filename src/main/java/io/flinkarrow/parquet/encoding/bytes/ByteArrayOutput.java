package io.flinkarrow.parquet.encoding.bytes;

import java.io.OutputStream;

/** A stream into an array that grows. Unlike that of the JDK, it is for one thread. */
public final class ByteArrayOutput extends OutputStream {

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();

  /**
   * @param capacity bytes for which there is room at once
   */
  public ByteArrayOutput(int capacity) {
    bytes.reserve(capacity);
  }

  @Override
  public void write(int b) {
    bytes.putByte(b);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    bytes.put(source, offset, count);
  }

  /** What was written, from 0 to {@link #length()}; whatever follows it has no meaning. */
  public byte[] array() {
    return bytes.array();
  }

  public int length() {
    return bytes.length();
  }

  /** Forgets what was written and keeps the room. */
  public void reset() {
    bytes.reset();
  }
}
