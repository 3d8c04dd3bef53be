package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.body.MalformedBytesException;

/** A vector of a flatbuffer: of numbers, structs or offsets to tables; wholly inside its bounds. */
public final class FlatVector {

  private final FlatBytes bytes;
  private final int start;
  private final int size;
  private final int elementBytes;

  private FlatVector(FlatBytes bytes, int start, int size, int elementBytes) {
    this.bytes = bytes;
    this.start = start;
    this.size = size;
    this.elementBytes = elementBytes;
  }

  static FlatVector empty(FlatBytes bytes, int position) {
    return new FlatVector(bytes, position, 0, 0);
  }

  static FlatVector of(FlatBytes bytes, int position, int elementBytes)
      throws MalformedBytesException {
    int size = bytes.int32(position);
    int start = position + Integer.BYTES;
    if (size < 0) {
      throw bytes.broken(position, "a vector of %d elements".formatted(size));
    }
    bytes.require(start, (long) size * elementBytes);
    return new FlatVector(bytes, start, size, elementBytes);
  }

  public int size() {
    return size;
  }

  /** Where the first element lies in the payload. */
  public int position() {
    return start;
  }

  /**
   * @param offset within the element
   */
  public long int64(int index, int offset) throws MalformedBytesException {
    return bytes.int64(start + index * elementBytes + offset);
  }

  public int int32(int index, int offset) throws MalformedBytesException {
    return bytes.int32(start + index * elementBytes + offset);
  }

  FlatTable table(int index) throws MalformedBytesException {
    return new FlatTable(bytes, bytes.target(start + index * elementBytes));
  }
}
