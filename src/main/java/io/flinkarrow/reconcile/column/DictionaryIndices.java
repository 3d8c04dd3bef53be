package io.flinkarrow.reconcile.column;

import io.flinkarrow.batch.body.BodyPlan;
import io.flinkarrow.reconcile.values.OffsetConversion;
import io.flinkarrow.reconcile.values.SourceColumn;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** The indices of a dictionary-encoded column, checked: those of values lie in the dictionary. */
record DictionaryIndices(SourceColumn column, ByteBuffer values, int width) {

  static DictionaryIndices of(SourceColumn column, ArrowType.Int type) {
    return new DictionaryIndices(column, column.buffers().get(1), type.getBitWidth() / Byte.SIZE);
  }

  /** No checked index has more than 31 bits, so that smaller ones may be read as unsigned. */
  int at(int slot) {
    if (column.isNull(slot)) {
      return -1;
    }
    return switch (width) {
      case Byte.BYTES -> values.get(slot) & 0xFF;
      case Short.BYTES -> values.getShort(slot * Short.BYTES) & 0xFFFF;
      case Integer.BYTES -> values.getInt(slot * Integer.BYTES);
      default -> (int) values.getLong(slot * Long.BYTES);
    };
  }

  /** The greatest of all; negative if there are nulls only. */
  int greatest() {
    int greatest = -1;
    for (int i = 0; i < column.length(); i++) {
      greatest = Math.max(greatest, at(i));
    }
    return greatest;
  }

  /**
   * Plans the buffer of a column's indices.
   *
   * @param indexOf of a slot; whatever it says of a null
   */
  static void plan(BodyPlan plan, int slots, ArrowType.Int type, IntUnaryOperator indexOf) {
    int width = type.getBitWidth() / Byte.SIZE;
    plan.buffer(
        (long) slots * width,
        (bytes, offset) -> {
          ByteBuffer out = OffsetConversion.littleEndian(bytes);
          for (int i = 0; i < slots; i++) {
            put(out, offset + i * width, indexOf.applyAsInt(i), width);
          }
        });
  }

  private static void put(ByteBuffer target, int position, int index, int width) {
    switch (width) {
      case Byte.BYTES -> target.put(position, (byte) index);
      case Short.BYTES -> target.putShort(position, (short) index);
      case Integer.BYTES -> target.putInt(position, index);
      default -> target.putLong(position, index);
    }
  }

  /**
   * @throws IllegalArgumentException if indices of a type can't be as great as that
   */
  static void requireRoom(String path, long greatest, ArrowType.Int type) {
    int bits = type.getBitWidth() - (type.getIsSigned() ? 1 : 0);
    long most = bits >= Integer.SIZE ? Integer.MAX_VALUE : (1L << bits) - 1;
    if (greatest > most) {
      throw new IllegalArgumentException(
          "Column '%s' needs a dictionary of %d values, but its indices of type %s end at %d; declare wider ones"
              .formatted(path, greatest + 1, type, most));
    }
  }
}
