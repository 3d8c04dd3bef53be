package io.flinkarrow.row.bind;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Integers of any width, signed or not. */
final class IntegerValues {

  private IntegerValues() {}

  /** The number in a slot; of 64 unsigned bits it is the bits. */
  interface Number {
    long at(ByteBuffer values, int slot);
  }

  static Number number(ArrowType.Int type) {
    boolean signed = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case Byte.SIZE ->
          signed ? ByteBuffer::get : (values, slot) -> Byte.toUnsignedLong(values.get(slot));
      case Short.SIZE ->
          signed
              ? (values, slot) -> values.getShort(slot * Short.BYTES)
              : (values, slot) -> Short.toUnsignedLong(values.getShort(slot * Short.BYTES));
      case Integer.SIZE ->
          signed
              ? IntegerValues::ofInts
              : (values, slot) -> Integer.toUnsignedLong(values.getInt(slot * Integer.BYTES));
      default -> IntegerValues::ofLongs;
    };
  }

  static long ofInts(ByteBuffer values, int slot) {
    return values.getInt(slot * Integer.BYTES);
  }

  static long ofLongs(ByteBuffer values, int slot) {
    return values.getLong(slot * Long.BYTES);
  }
}
