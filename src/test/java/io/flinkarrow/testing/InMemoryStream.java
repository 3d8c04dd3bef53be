package io.flinkarrow.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;

/** A stream that keeps its bytes, and that can be told to fail past a position. */
public class InMemoryStream extends FSDataOutputStream {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final long failPast;
  private boolean closed;

  public InMemoryStream() {
    this(Long.MAX_VALUE);
  }

  public InMemoryStream(long failPast) {
    this.failPast = failPast;
  }

  @Override
  public long getPos() {
    return bytes.size();
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Writes what goes before the failure, as a full disk does. */
  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int fits = (int) Math.min(length, failPast - bytes.size());
    bytes.write(source, offset, fits);
    if (fits < length) {
      throw new IOException("No space left past " + failPast + " bytes, on purpose");
    }
  }

  @Override
  public void flush() {}

  @Override
  public void sync() {}

  @Override
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
