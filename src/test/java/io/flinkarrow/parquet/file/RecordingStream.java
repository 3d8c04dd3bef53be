package io.flinkarrow.parquet.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Accepts so many bytes, then fails for good; remembers what it was asked to do. */
final class RecordingStream extends OutputStream {

  private final ByteArrayOutputStream accepted = new ByteArrayOutputStream();
  private final long capacity;
  private int writes;
  private int flushes;
  private boolean closed;

  RecordingStream() {
    this(Long.MAX_VALUE);
  }

  RecordingStream(long capacity) {
    this.capacity = capacity;
  }

  byte[] bytes() {
    return accepted.toByteArray();
  }

  int writes() {
    return writes;
  }

  int flushes() {
    return flushes;
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    writes++;
    long room = capacity - accepted.size();
    accepted.write(bytes, offset, (int) Math.min(room, length));
    if (length > room) {
      throw new IOException("No space left after %d bytes".formatted(capacity));
    }
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
