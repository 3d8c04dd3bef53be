package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.page.SharingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Gathers small writes on their way to a stream, which it never closes, and knows the position in
 * the file. Keeps no memory after {@link #drain()}. After an {@code IOException} it is not known
 * what the stream has received.
 */
final class BufferedFileOutput extends SharingOutput {

  private static final int FIRST_BUFFER_LENGTH = 4 << 10;

  private static final int BUFFER_LENGTH = 64 << 10;

  private static final byte[] NOTHING = {};

  /** Fewer bytes are copied sooner than they are noted. */
  private static final int FEWEST_SHARED = 512;

  private final OutputStream out;
  private byte[] buffer = NOTHING;
  private int buffered;
  private long position;

  BufferedFileOutput(OutputStream out) {
    this(out, 0);
  }

  /**
   * @param position where in the file the stream stands
   */
  BufferedFileOutput(OutputStream out, long position) {
    this.out = out;
    this.position = position;
  }

  /** Bytes of the file so far, buffered ones included: the file begins with the first of them. */
  long position() {
    return position;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    buffer[buffered++] = (byte) b;
    position++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length >= BUFFER_LENGTH) {
      passOn();
      out.write(bytes, offset, length);
    } else {
      makeRoom(length);
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
    position += length;
  }

  @Override
  public void writeShared(byte[] bytes, int offset, int length) throws IOException {
    if (length >= FEWEST_SHARED && out instanceof SharingOutput sharing) {
      passOn();
      sharing.writeShared(bytes, offset, length);
      position += length;
    } else {
      write(bytes, offset, length);
    }
  }

  /** Hands everything to the stream and drops the buffer. */
  void drain() throws IOException {
    passOn();
    buffer = NOTHING;
  }

  /** Flushes the stream, for which its own contract decides what that means. */
  void flushStream() throws IOException {
    out.flush();
  }

  private void makeRoom(int length) throws IOException {
    int needed = buffered + length;
    if (needed > BUFFER_LENGTH) {
      passOn();
      needed = length;
    }
    if (needed > buffer.length) {
      int grown = Math.max(FIRST_BUFFER_LENGTH, Math.max(needed, 2 * buffer.length));
      buffer = Arrays.copyOf(buffer, Math.min(grown, BUFFER_LENGTH));
    }
  }

  private void passOn() throws IOException {
    if (buffered > 0) {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }
  }
}
