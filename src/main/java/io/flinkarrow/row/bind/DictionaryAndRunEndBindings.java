package io.flinkarrow.row.bind;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Bindings of dictionary-encoded and run-end encoded columns, whose slots refer to values that are
 * stored elsewhere.
 *
 * @param values how the values are read
 * @param asked the type of the values
 * @param path for messages
 */
record DictionaryAndRunEndBindings(ColumnBinding values, LogicalType asked, String path) {

  /** Nothing but nulls. */
  static ColumnBinding nulls() {
    return cursor -> {
      cursor.nextLength();
      return slot -> null;
    };
  }

  /** Indices into a dictionary, an entry of which may be null. */
  ColumnBinding dictionary(ArrowType.Int index, long id) {
    IntegerValues.Number number = IntegerValues.number(index);
    return cursor -> {
      int slots = cursor.nextLength();
      ByteBuffer validity = cursor.nextBuffer();
      ByteBuffer indices = cursor.nextBuffer();
      int most = Math.min(slots, cursor.dictionarySize(id));
      SlotReader entries = shared(values.bind(cursor.dictionary(id)), most, cursor.budget());
      return SlotReader.withNulls(
          validity, slot -> entries.read(Math.toIntExact(number.at(indices, slot))));
    };
  }

  /** Values that each hold up to the end of their run. */
  ColumnBinding runs(ArrowType.Int endType) {
    IntegerValues.Number number = IntegerValues.number(endType);
    return cursor -> {
      cursor.nextLength();
      int runs = cursor.nextLength();
      cursor.nextBuffer();
      ByteBuffer ends = cursor.nextBuffer();
      SlotReader valueOfRun = shared(values.bind(cursor), runs, cursor.budget());
      return slot -> valueOfRun.read(runOf(slot, runs, number, ends));
    };
  }

  /** Strings and decimals can't be changed and cost more than to look them up. */
  private SlotReader shared(SlotReader reader, int most, RowBudget budget) {
    return switch (asked.getTypeRoot()) {
      case CHAR, VARCHAR, DECIMAL -> new SharedValues(reader, most, budget, path);
      default -> reader;
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
