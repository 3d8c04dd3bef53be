package io.flinkarrow.parquet.input;

import io.flinkarrow.parquet.input.FetchedRanges.Range;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The bytes of one column chunk in their order, fetched in pieces, so that memory does not grow
 * with the chunk. {@link #take} lends bytes out of a piece without a copy: they are never
 * overwritten.
 *
 * <p>Footers can be wrong about a chunk's length: some writers forget the dictionary page or its
 * header. So the length only says how much to fetch ahead, and the bytes go on to where they cannot
 * be the chunk's any more.
 */
public final class ChunkInput extends InputStream {

  /** What object stores answer efficiently. */
  static final int PIECE = 8 << 20;

  private static final byte[] NOTHING = {};

  /** What is fetched at a time where nothing was needed, as far as that was known. */
  private static final int STEP = 4 << 10;

  private final ParquetInput file;
  private final long statedEnd;
  private final List<Range> needed;

  /** Those before it are passed. */
  private int nextNeeded;

  private final long end;
  private final int pieceLength;
  @Nullable private final FetchedRanges fetched;

  /** Where the piece ends in the file. */
  private long next;

  /** The piece is {@code piece[at .. pieceEnd)}. */
  private byte[] piece = NOTHING;

  private int at;
  private int pieceEnd;

  /** Whether the piece is a part of what was fetched for all. */
  private boolean isLent;

  private IOException failure;

  /**
   * @param length that the footer has
   * @param boundary behind which nothing is the chunk's, at least {@code start + length}
   * @param needed the parts of it that are read, in their order, as far as that is known
   * @param pieceLength how much to fetch at a time
   * @param fetched what need not be fetched; null if there is nothing
   */
  public ChunkInput(
      ParquetInput file,
      long start,
      long length,
      long boundary,
      List<Range> needed,
      int pieceLength,
      @Nullable FetchedRanges fetched) {
    this.file = file;
    this.next = start;
    this.statedEnd = start + length;
    this.end = boundary;
    this.needed = List.copyOf(needed);
    this.pieceLength = pieceLength;
    this.fetched = fetched;
  }

  /** A part of an array. */
  public record Bytes(byte[] array, int offset, int length) {

    public Bytes part(int from, int count) {
      return new Bytes(array, offset + from, count);
    }

    public Bytes from(int start) {
      return part(start, length - start);
    }
  }

  /** The bytes not read yet that may be the chunk's. */
  public long remaining() {
    return end - position();
  }

  /** Whether there are bytes up to the end that the footer has. */
  public boolean hasMore() {
    return position() < statedEnd;
  }

  /** Where in the file the next byte is. */
  public long position() {
    return next - pieceEnd + at;
  }

  /**
   * Goes to another byte of the chunk.
   *
   * @param position in the file
   */
  public void goTo(long position) {
    long start = next - pieceEnd;
    if (position >= start && position <= next) {
      at = (int) (position - start);
    } else {
      letGo();
      next = position;
      nextNeeded = 0;
    }
  }

  /** Forgets what was fetched and not taken, which is fetched again when it is asked for. */
  public void letGo() {
    next = position();
    piece = NOTHING;
    at = 0;
    pieceEnd = 0;
    isLent = false;
  }

  /** Forgets the piece if all of it was taken and none of that is needed any more. */
  public void letTakenGo() {
    if (at == pieceEnd) {
      letGo();
    }
  }

  /** Heap bytes of the piece, unless it was fetched for all. */
  public long retainedBytes() {
    return isLent ? 0 : piece.length;
  }

  /** Why the file could not be read; null if it could. Parsers in between tell less. */
  public IOException failure() {
    return failure;
  }

  /** The next {@code length} bytes. */
  public Bytes take(int length) throws IOException {
    if (length > remaining()) {
      throw new EOFException(
          "%d bytes are needed, but the chunk has only %d more".formatted(length, remaining()));
    }
    if (pieceEnd - at < length) {
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
    if (at == pieceEnd) {
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
    if (at == pieceEnd) {
      fetch(1);
    }
    int count = Math.min(length, pieceEnd - at);
    System.arraycopy(piece, at, target, offset, count);
    at += count;
    return count;
  }

  /** A new piece with what is left of the old one and at least {@code needed} bytes in all. */
  private void fetch(int needed) throws IOException {
    int left = pieceEnd - at;
    if (left == 0 && lend(needed)) {
      return;
    }
    long ahead = Math.min(pieceLength, neededEnd(position()) - position());
    int length = (int) Math.min(remaining(), Math.max(needed, ahead));
    byte[] copy = new byte[length];
    System.arraycopy(piece, at, copy, 0, left);
    try {
      file.read(next, copy, left, length - left);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    next += length - left;
    piece = copy;
    isLent = false;
    at = 0;
    pieceEnd = length;
  }

  private long neededEnd(long position) {
    while (nextNeeded < needed.size() && needed.get(nextNeeded).end() <= position) {
      nextNeeded++;
    }
    return nextNeeded < needed.size() && needed.get(nextNeeded).start() <= position
        ? needed.get(nextNeeded).end()
        : position + STEP;
  }

  /** Takes what was fetched as the piece, without a copy; false if that is not enough. */
  private boolean lend(int needed) {
    Bytes lent = fetched == null ? null : fetched.from(next);
    if (lent == null || lent.length() < needed) {
      return false;
    }
    int length = (int) Math.min(remaining(), lent.length());
    next += length;
    piece = lent.array();
    isLent = true;
    at = lent.offset();
    pieceEnd = at + length;
    return true;
  }
}
