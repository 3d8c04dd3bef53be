package io.flinkarrow.parquet.unfinished;

import io.flinkarrow.parquet.page.SharingOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that lie in pieces. Some pieces are parts of arrays that others hold, too, and that do not
 * change. Immutable.
 */
public final class GatheredBytes {

  /**
   * Takes one piece after the other.
   *
   * @param <E> what it fails with
   */
  public interface Target<E extends Exception> {

    void write(byte[] bytes, int offset, int length) throws E;
  }

  /** An array may be as long in any virtual machine. */
  static final int MOST = Integer.MAX_VALUE - 8;

  private record Piece(byte[] array, int offset, int length) {}

  private final List<Piece> pieces;
  private final int length;

  private GatheredBytes(List<Piece> pieces, int length) {
    this.pieces = pieces;
    this.length = length;
  }

  /** A part of an array that does not change any more. */
  public static GatheredBytes of(byte[] array, int offset, int length) {
    return new GatheredBytes(List.of(new Piece(array, offset, length)), length);
  }

  /** Makes them of what is written. */
  public static final class Output extends SharingOutput {

    private final List<Piece> pieces = new ArrayList<>();
    private int length;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      writeShared(Arrays.copyOfRange(bytes, offset, offset + count), 0, count);
    }

    @Override
    public void writeShared(byte[] bytes, int offset, int count) throws IOException {
      if (count > MOST - length) {
        throw tooLong((long) length + count);
      }
      pieces.add(new Piece(bytes, offset, count));
      length += count;
    }

    /** What was written, once. */
    public GatheredBytes gathered() {
      return new GatheredBytes(List.copyOf(pieces), length);
    }
  }

  static IOException tooLong(long bytes) {
    return new IOException(
        "What would complete the file has %d bytes, but a checkpoint takes at most %d of a file: end row groups or files earlier"
            .formatted(bytes, MOST));
  }

  public int length() {
    return length;
  }

  public <E extends Exception> void writeTo(Target<E> target) throws E {
    writeTo(target, length);
  }

  /** Writes the first bytes. */
  public <E extends Exception> void writeTo(Target<E> target, int count) throws E {
    int left = count;
    for (Piece piece : pieces) {
      int step = Math.min(left, piece.length);
      target.write(piece.array, piece.offset, step);
      left -= step;
    }
  }

  /** The bytes in one array, a copy unless they are one piece. */
  public ByteBuffer inOne() {
    if (pieces.size() == 1) {
      Piece piece = pieces.get(0);
      return ByteBuffer.wrap(piece.array, piece.offset, piece.length);
    }
    ByteBuffer copy = ByteBuffer.allocate(length);
    pieces.forEach(piece -> copy.put(piece.array, piece.offset, piece.length));
    return copy.flip();
  }
}
