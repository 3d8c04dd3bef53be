package io.flinkarrow.ipc.flat;

import io.flinkarrow.ipc.body.MalformedBytesException;
import java.util.Optional;

/** A table of a flatbuffer. Fields are named by their position in the format's definition. */
public final class FlatTable {

  private static final int VTABLE_HEADER = 4;

  private final FlatBytes bytes;
  private final int position;
  private final int length;
  private final int vtable;
  private final int vtableLength;

  FlatTable(FlatBytes bytes, int position) throws MalformedBytesException {
    this.bytes = bytes;
    this.position = position;
    long start = (long) position - bytes.int32(position);
    bytes.require(start, VTABLE_HEADER);
    this.vtable = (int) start;
    this.vtableLength = bytes.int16(vtable) & 0xFFFF;
    this.length = bytes.int16(vtable + Short.BYTES) & 0xFFFF;
    bytes.require(vtable, vtableLength);
    bytes.require(position, length);
    if (vtableLength < VTABLE_HEADER || vtableLength % 2 != 0 || length < Integer.BYTES) {
      throw bytes.broken(position, "a table's description is too short");
    }
  }

  /** Where the table lies in the payload. */
  public int position() {
    return position;
  }

  FlatBytes bytes() {
    return bytes;
  }

  public boolean bool(int field) throws MalformedBytesException {
    return int8(field, 0) != 0;
  }

  public int int8(int field, int absent) throws MalformedBytesException {
    int at = at(field, Byte.BYTES);
    return at < 0 ? absent : bytes.int8(at);
  }

  public int int16(int field, int absent) throws MalformedBytesException {
    int at = at(field, Short.BYTES);
    return at < 0 ? absent : bytes.int16(at);
  }

  int int32(int field, int absent) throws MalformedBytesException {
    int at = at(field, Integer.BYTES);
    return at < 0 ? absent : bytes.int32(at);
  }

  public long int64(int field, long absent) throws MalformedBytesException {
    int at = at(field, Long.BYTES);
    return at < 0 ? absent : bytes.int64(at);
  }

  public Optional<FlatTable> table(int field) throws MalformedBytesException {
    int at = at(field, Integer.BYTES);
    return at < 0 ? Optional.empty() : Optional.of(new FlatTable(bytes, bytes.target(at)));
  }

  /**
   * @param what the field's name, for the message if it is missing
   */
  public FlatTable requiredTable(int field, String what) throws MalformedBytesException {
    Optional<FlatTable> table = table(field);
    if (table.isEmpty()) {
      throw bytes.broken(position, what + " is missing");
    }
    return table.get();
  }

  /** Null if the field is absent. */
  String string(int field) throws MalformedBytesException {
    int at = at(field, Integer.BYTES);
    return at < 0 ? null : bytes.string(bytes.target(at));
  }

  /** Without elements if the field is absent. */
  public FlatVector vector(int field, int elementBytes) throws MalformedBytesException {
    int at = at(field, Integer.BYTES);
    return at < 0
        ? FlatVector.empty(bytes, position)
        : FlatVector.of(bytes, bytes.target(at), elementBytes);
  }

  boolean has(int field) throws MalformedBytesException {
    return at(field, 0) >= 0;
  }

  /** Where a field's value lies; negative if it is absent. */
  private int at(int field, int size) throws MalformedBytesException {
    int slot = VTABLE_HEADER + field * Short.BYTES;
    int offset = slot < vtableLength ? bytes.int16(vtable + slot) & 0xFFFF : 0;
    if (offset == 0) {
      return -1;
    }
    if (offset < Integer.BYTES || offset > length - size) {
      throw bytes.broken(position, "a table's field lies outside of the table");
    }
    return position + offset;
  }
}
