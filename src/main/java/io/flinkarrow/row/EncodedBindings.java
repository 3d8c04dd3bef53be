package io.flinkarrow.row;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Columns that name their values instead of having them. */
final class EncodedBindings {

  private EncodedBindings() {}

  /** Nothing but nulls. */
  static ColumnBinding nulls() {
    return cursor -> {
      cursor.nextLength();
      return slot -> null;
    };
  }

  /** Indices into a dictionary, an entry of which may be null. */
  static ColumnBinding dictionary(ArrowType.Int index, long id, ColumnBinding values) {
    IntegerValues.Number number = IntegerValues.number(index);
    return cursor -> {
      cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer indices = cursor.nextBuffer();
      SlotReader entries = values.bind(cursor.dictionary(id));
      return SlotReader.withNulls(
          validity, slot -> entries.read(Math.toIntExact(number.at(indices, slot))));
    };
  }

  /** Values that each hold up to the end of their run. */
  static ColumnBinding runs(ArrowType.Int endType, ColumnBinding values) {
    IntegerValues.Number number = IntegerValues.number(endType);
    return cursor -> {
      cursor.nextLength();
      int runs = cursor.nextLength();
      cursor.nextBuffer();
      ByteBuffer ends = cursor.nextBuffer();
      SlotReader valueOfRun = values.bind(cursor);
      return slot -> valueOfRun.read(runOf(slot, runs, number, ends));
    };
  }

  /** The first run that ends behind the slot. */
  private static int runOf(int slot, int runs, IntegerValues.Number number, ByteBuffer ends) {
    int least = 0;
    int greatest = runs - 1;
    while (least < greatest) {
      int middle = (least + greatest) >>> 1;
      if (number.at(ends, middle) > slot) {
        greatest = middle;
      } else {
        least = middle + 1;
      }
    }
    return least;
  }
}
