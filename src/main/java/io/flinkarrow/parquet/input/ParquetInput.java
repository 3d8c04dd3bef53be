package io.flinkarrow.parquet.input;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An open Parquet file: bytes from anywhere in it, wherever they are stored. Who reads it closes
 * it. Readers ask for few and large ranges, each of which may be a request to a store. They ask
 * from two threads, but never at the same time.
 */
public interface ParquetInput extends Closeable {

  /**
   * Opens a file of Java's file systems: {@code ParquetInput.open(Path.of("flights.parquet"))}.
   *
   * @throws IOException if it cannot be opened
   */
  static ParquetInput open(Path file) throws IOException {
    return LocalFile.open(file);
  }

  /** Opens one file, each time anew. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens the file; who calls closes it.
     *
     * @throws IOException if it cannot be opened
     */
    ParquetInput open() throws IOException;
  }

  /** What the file is called, for messages. */
  String name();

  /** In bytes. It does not change while the file is open. */
  long length();

  /**
   * Fills {@code target[from .. from + count)} with the file's bytes from {@code position} on.
   *
   * @throws EOFException if the file has become shorter
   * @throws IOException if it cannot be read
   */
  void read(long position, byte[] target, int from, int count) throws IOException;

  /** The {@code count} bytes from {@code position} on. */
  default byte[] read(long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    read(position, bytes, 0, count);
    return bytes;
  }

  /** What is to be thrown if the file has become shorter. */
  static EOFException ended(ParquetInput file, long position) {
    return new EOFException(
        "%s ended at byte %d, but had %d bytes when it was opened. It has been replaced or is being written; read finished files only"
            .formatted(file.name(), position, file.length()));
  }
}
