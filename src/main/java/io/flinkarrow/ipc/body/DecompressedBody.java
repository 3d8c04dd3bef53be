package io.flinkarrow.ipc.body;

import java.util.ArrayList;
import java.util.List;

/**
 * A body's buffers on the heap, uncompressed, all in one array of their own. Buffers may be
 * replaced by repaired ones, which lie in arrays of theirs until {@link #pack()}.
 */
public final class DecompressedBody {

  /** Array lengths near the maximum fail in some JVMs. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  private static final int ALIGNMENT = 8;
  private static final int PREFIX_BYTES = Long.BYTES;
  private static final int NOT_COMPRESSED = -1;

  private final List<HeapBuffer> buffers;
  private final byte[] bytes;
  private boolean packed = true;

  private DecompressedBody(List<HeapBuffer> buffers, byte[] bytes) {
    this.buffers = buffers;
    this.bytes = bytes;
  }

  /** Copies the body out of the payload; the caller's array may change afterwards. */
  public static DecompressedBody read(byte[] payload, BatchHeader header, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    return header.codec().isPresent()
        ? decompress(payload, header, header.codec().get(), budget)
        : copy(payload, header, budget);
  }

  private static DecompressedBody copy(
      byte[] payload, BatchHeader header, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    budget.charge(header.bodyLength(), header.bodyOffset());
    byte[] bytes = new byte[header.bodyLength()];
    System.arraycopy(payload, header.bodyOffset(), bytes, 0, bytes.length);
    List<HeapBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < header.bufferLengths().length; i++) {
      int offset = header.bufferLengths()[i] == 0 ? 0 : header.bufferOffsets()[i];
      buffers.add(
          new HeapBuffer(
              bytes,
              offset,
              header.bufferLengths()[i],
              (long) header.bodyOffset() + header.bufferOffsets()[i]));
    }
    return new DecompressedBody(buffers, bytes);
  }

  /** First what all buffers say they become, then one array for all, then the bytes. */
  private static DecompressedBody decompress(
      byte[] payload, BatchHeader header, BodyCodec codec, PayloadMemoryLimit budget)
      throws MalformedBytesException {
    int count = header.bufferLengths().length;
    int[] lengths = new int[count];
    long total = 0;
    for (int i = 0; i < count; i++) {
      lengths[i] = decodedLength(payload, header, i);
      budget.charge(align(lengths[i]), origin(header, i));
      total += align(lengths[i]);
    }
    if (total > Integer.MAX_VALUE - PREFIX_BYTES) {
      throw new MalformedBytesException(
          header.bodyOffset(),
          "the body becomes %d bytes, a batch holds at most 2 GiB".formatted(total));
    }
    byte[] bytes = new byte[(int) total];
    List<HeapBuffer> buffers = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < count; i++) {
      int origin = origin(header, i);
      if (header.bufferLengths()[i] > 0) {
        int content = origin + PREFIX_BYTES;
        int length = header.bufferLengths()[i] - PREFIX_BYTES;
        if (HeapBuffer.int64(payload, origin) == NOT_COMPRESSED) {
          System.arraycopy(payload, content, bytes, position, length);
        } else if (length > 0 || lengths[i] > 0) {
          codec.decompress(payload, content, length, bytes, position, lengths[i]);
        }
      }
      buffers.add(new HeapBuffer(bytes, position, lengths[i], origin));
      position += (int) align(lengths[i]);
    }
    return new DecompressedBody(buffers, bytes);
  }

  private static int origin(BatchHeader header, int buffer) {
    return header.bodyOffset() + header.bufferOffsets()[buffer];
  }

  private static int decodedLength(byte[] payload, BatchHeader header, int buffer)
      throws MalformedBytesException {
    int length = header.bufferLengths()[buffer];
    if (length == 0) {
      return 0;
    }
    int origin = origin(header, buffer);
    if (length < PREFIX_BYTES) {
      throw new MalformedBytesException(
          origin, "a compressed buffer of %d bytes has no length".formatted(length));
    }
    long decoded = HeapBuffer.int64(payload, origin);
    if (decoded == NOT_COMPRESSED) {
      return length - PREFIX_BYTES;
    }
    if (decoded < 0 || decoded > Integer.MAX_VALUE) {
      throw new MalformedBytesException(
          origin, "a compressed buffer says that it becomes %d bytes".formatted(decoded));
    }
    return (int) decoded;
  }

  int size() {
    return buffers.size();
  }

  public HeapBuffer buffer(int index) {
    return buffers.get(index);
  }

  public void replace(int index, HeapBuffer buffer) {
    buffers.set(index, buffer);
    packed = false;
  }

  /** Inserts another data buffer of a view column; all behind it move on. */
  public void insert(int index, HeapBuffer buffer) {
    buffers.add(index, buffer);
    packed = false;
  }

  /** The buffers' bytes in one array, in which {@link HeapBuffer#offset()} are positions. */
  public Packed pack() throws MalformedBytesException {
    int[] offsets = new int[buffers.size()];
    int[] lengths = new int[buffers.size()];
    long position = 0;
    for (int i = 0; i < offsets.length; i++) {
      lengths[i] = buffers.get(i).length();
      offsets[i] = packed ? buffers.get(i).offset() : (int) position;
      position += align(lengths[i]);
      if (!packed && position > MOST_BYTES) {
        throw new MalformedBytesException(
            0,
            "its columns take %d bytes and more, but a batch holds at most %d; send fewer rows at a time"
                .formatted(position, MOST_BYTES));
      }
    }
    if (packed) {
      return new Packed(offsets, lengths, bytes);
    }
    byte[] target = new byte[(int) position];
    for (int i = 0; i < offsets.length; i++) {
      buffers.get(i).copyTo(target, offsets[i]);
    }
    return new Packed(offsets, lengths, target);
  }

  /** Buffers in one array. */
  public record Packed(int[] offsets, int[] lengths, byte[] bytes) {}

  private static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
