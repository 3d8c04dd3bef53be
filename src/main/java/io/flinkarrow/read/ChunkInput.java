package io.flinkarrow.read;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one column chunk in their order, fetched in pieces, so that memory does not grow
 * with the chunk. {@link #take} lends bytes out of a piece without a copy: they are never
 * overwritten.
 */
final class ChunkInput extends InputStream {

  /** What object stores answer efficiently. */
  static final int PIECE = 8 << 20;

  private final ParquetInput file;
  private final long end;
  private final int pieceLength;
  private long next;
  private byte[] piece = new byte[0];
  private int at;
  private IOException failure;

  ChunkInput(ParquetInput file, long start, long length) {
    this(file, start, length, PIECE);
  }

  ChunkInput(ParquetInput file, long start, long length, int pieceLength) {
    this.file = file;
    this.next = start;
    this.end = start + length;
    this.pieceLength = pieceLength;
  }

  /** A part of an array. */
  record Bytes(byte[] array, int offset, int length) {}

  /** The bytes not read yet. */
  long remaining() {
    return end - next + piece.length - at;
  }

  /** Why the file could not be read; null if it could. Parsers in between tell less. */
  IOException failure() {
    return failure;
  }

  /** The next {@code length} bytes. */
  Bytes take(int length) throws IOException {
    if (length > remaining()) {
      throw new EOFException(
          "%d bytes are needed, but the chunk has only %d more".formatted(length, remaining()));
    }
    if (piece.length - at < length) {
      fetch(length);
    }
    Bytes bytes = new Bytes(piece, at, length);
    at += length;
    return bytes;
  }

  @Override
  public int read() throws IOException {
    if (remaining() == 0) {
      return -1;
    }
    if (at == piece.length) {
      fetch(1);
    }
    return piece[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining() == 0) {
      return -1;
    }
    if (at == piece.length) {
      fetch(1);
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, target, offset, count);
    at += count;
    return count;
  }

  /** A new piece with what is left of the old one and at least {@code needed} bytes in all. */
  private void fetch(int needed) throws IOException {
    int left = piece.length - at;
    int length = (int) Math.min(remaining(), Math.max(needed, pieceLength));
    byte[] fetched = new byte[length];
    System.arraycopy(piece, at, fetched, 0, left);
    try {
      file.read(next, fetched, left, length - left);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    next += length - left;
    piece = fetched;
    at = 0;
  }
}
