package io.flinkarrow.parquet.input;

import java.io.Closeable;
import java.io.IOException;

/**
 * An open file: bytes from anywhere in it, wherever they are stored. For one thread.
 * Implementations decide how often they ask the store for bytes; callers ask for what they need, in
 * few and large ranges.
 */
public interface ParquetInput extends Closeable {

  /** What the file is called, for messages. */
  String name();

  /** In bytes. It does not change while the file is open. */
  long length();

  /**
   * Fills {@code target[from .. from + count)} with the file's bytes from {@code position} on.
   *
   * @throws java.io.EOFException if the file has become shorter
   */
  void read(long position, byte[] target, int from, int count) throws IOException;

  /** The {@code count} bytes from {@code position} on. */
  default byte[] read(long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    read(position, bytes, 0, count);
    return bytes;
  }
}
