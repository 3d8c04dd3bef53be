package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encoding.bytes.ByteArrayOutput;
import io.flinkarrow.parquet.encryption.Struct;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Serialized structs of a row group, one per chunk, one behind the other. A struct may be empty:
 * the chunk then has none. Their bytes are in several arrays, because G1 gives an array of half a
 * region or more whole regions, which is more than it holds.
 */
final class PackedStructs {

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE_BYTES = 4;

  /** This object with its two references. */
  private static final int OBJECT_BYTES = 24;

  /** An array takes structs until it has this many bytes. */
  private static final int PIECE_BYTES = 64 << 10;

  private final byte[][] pieces;
  private final int[] ends;

  private PackedStructs(byte[][] pieces, int[] ends) {
    this.pieces = pieces;
    this.ends = ends;
  }

  /** Takes the bytes of one struct. */
  interface Receiver<E extends Exception> {
    void take(byte[] bytes, int from, int length) throws E;
  }

  /** Takes the structs in the order of the chunks. */
  static final class Builder {
    private final List<byte[]> pieces = new ArrayList<>();
    private final ByteArrayOutput open;
    private final int[] ends;
    private int closedBytes;
    private int count;

    Builder(int chunks) {
      this.open = new ByteArrayOutput(Math.max(1, chunks) * 64);
      this.ends = new int[chunks];
    }

    void add(Struct struct) throws IOException {
      struct.writeTo(open);
      addNothing();
      if (open.length() >= PIECE_BYTES) {
        closePiece();
      }
    }

    void addNothing() {
      ends[count++] = closedBytes + open.length();
    }

    private void closePiece() {
      pieces.add(Arrays.copyOf(open.array(), open.length()));
      closedBytes += open.length();
      open.reset();
    }

    PackedStructs build() {
      closePiece();
      return new PackedStructs(pieces.toArray(byte[][]::new), Arrays.copyOf(ends, count));
    }
  }

  /** Where a chunk's struct begins among the bytes of all. */
  int start(int chunk) {
    return chunk == 0 ? 0 : ends[chunk - 1];
  }

  /** The bytes of a chunk's struct; 0 if it has none. */
  int length(int chunk) {
    return ends[chunk] - start(chunk);
  }

  /** The bytes of all structs. */
  int length() {
    int bytes = 0;
    for (byte[] piece : pieces) {
      bytes += piece.length;
    }
    return bytes;
  }

  void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }

  /** Hands over a chunk's struct, which lies in one array. */
  <E extends Exception> void read(int chunk, Receiver<E> receiver) throws E {
    int from = start(chunk);
    int piece = 0;
    while (from >= pieces[piece].length && piece + 1 < pieces.length) {
      from -= pieces[piece].length;
      piece++;
    }
    receiver.take(pieces[piece], from, length(chunk));
  }

  /** A copy of a chunk's struct. */
  byte[] bytes(int chunk) {
    byte[] bytes = new byte[length(chunk)];
    read(chunk, (piece, from, length) -> System.arraycopy(piece, from, bytes, 0, length));
    return bytes;
  }

  /** The heap bytes of all this. */
  long heapBytes() {
    return OBJECT_BYTES
        + 2L * ARRAY_HEADER
        + (long) (ARRAY_HEADER + REFERENCE_BYTES) * pieces.length
        + length()
        + (long) Integer.BYTES * ends.length;
  }
}
