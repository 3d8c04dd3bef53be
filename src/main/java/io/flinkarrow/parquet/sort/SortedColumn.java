package io.flinkarrow.parquet.sort;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.LeafValues.Booleans;
import io.flinkarrow.parquet.column.LeafValues.Bytes;
import io.flinkarrow.parquet.column.LeafValues.DictionaryIds;
import io.flinkarrow.parquet.column.LeafValues.FixedBytes;
import io.flinkarrow.parquet.column.LeafValues.Ints;
import io.flinkarrow.parquet.column.LeafValues.Longs;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.column.Levels.Bitmap;
import io.flinkarrow.parquet.column.Levels.Materialized;
import io.flinkarrow.parquet.column.Levels.Uniform;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.statistics.ValueOrder;
import java.util.Arrays;

/**
 * One column that rows are sorted by: the values of some rows, and of the row before them. The
 * column has one entry per row, because it lies outside lists.
 */
public final class SortedColumn {

  /** The most rows that are held. */
  public static final int ROWS = 1024;

  private final SortKey key;
  private final ValueOrder order;

  /** Place 0 is the row before. */
  private final boolean[] nulls = new boolean[ROWS + 1];

  /** Of numbers, their keys; of bytes, where they end in {@link #bytes}. */
  private final long[] keys = new long[ROWS + 1];

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final Filling filling = new Filling();

  private boolean markedNull;
  private long markedKey;
  private byte[] markedBytes = {};

  SortedColumn(SortKey key) {
    this.key = key;
    this.order = ValueOrder.of(key.column().type());
  }

  SortKey key() {
    return key;
  }

  /** Reads rows into the places from 1 on. */
  void read(LeafRows rows, int fromRow, int count) {
    bytes.truncate(isBinary() ? end(0) : 0);
    int place = 1;
    LeafSlices slices = rows.slices(fromRow, count);
    for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
      place = read(slice.levels(), slice.values(), place);
    }
  }

  private int read(Levels levels, LeafValues values, int firstPlace) {
    int end = firstPlace + levels.count();
    levels.accept(new Nulls(firstPlace));
    filling.begin();
    for (int place = firstPlace; place < end; place++) {
      filling.place = place;
      if (nulls[place]) {
        keys[place] = bytes.length();
      } else {
        values.accept(filling);
        filling.value++;
      }
    }
    return end;
  }

  /** Compares the row at a place with the one before, in the order asked for. */
  int compareWithRowBefore(int place) {
    if (nulls[place - 1] || nulls[place]) {
      if (nulls[place - 1] == nulls[place]) {
        return 0;
      }
      return nulls[place] == key.nullsFirst() ? -1 : 1;
    }
    int comparison =
        isBinary()
            ? order.compare(
                bytes.array(), start(place), (int) keys[place], start(place - 1), end(place - 1))
            : Long.compare(keys[place], keys[place - 1]);
    return key.descending() ? -comparison : comparison;
  }

  private boolean isBinary() {
    return switch (key.column().type().getPrimitiveTypeName()) {
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> true;
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> false;
    };
  }

  private int start(int place) {
    return place == 0 ? 0 : end(place - 1);
  }

  private int end(int place) {
    return (int) keys[place];
  }

  /** The row at a place becomes the one before the next that are read. */
  void carry(int place) {
    byte[] value = isBinary() ? value(place) : new byte[0];
    put(nulls[place], keys[place], value);
  }

  /** Remembers the row before. */
  void mark() {
    markedNull = nulls[0];
    markedKey = keys[0];
    markedBytes = isBinary() ? value(0) : markedBytes;
  }

  /** It is again the row before. */
  void rewind() {
    put(markedNull, markedKey, markedBytes);
  }

  private byte[] value(int place) {
    return Arrays.copyOfRange(bytes.array(), start(place), end(place));
  }

  private void put(boolean isNull, long keyOfNumber, byte[] value) {
    nulls[0] = isNull;
    bytes.reset();
    bytes.put(value, 0, value.length);
    keys[0] = isBinary() ? value.length : keyOfNumber;
  }

  long retainedBytes() {
    return (long) (Long.BYTES + 1) * (ROWS + 1) + bytes.array().length + markedBytes.length;
  }

  /** Which of the rows of a slice are null. */
  private final class Nulls implements Levels.Visitor<Void> {
    private final int firstPlace;

    Nulls(int firstPlace) {
      this.firstPlace = firstPlace;
    }

    private void set(int row, boolean defined) {
      nulls[firstPlace + row] = !defined;
    }

    @Override
    public Void uniform(Uniform levels) {
      for (int row = 0; row < levels.count(); row++) {
        set(row, levels.definitionLevel() == key.column().maxDefinitionLevel());
      }
      return null;
    }

    @Override
    public Void bitmap(Bitmap levels) {
      for (int row = 0; row < levels.count(); row++) {
        set(row, (levels.words()[row >>> 6] >>> row & 1) != 0);
      }
      return null;
    }

    @Override
    public Void materialized(Materialized levels) {
      for (int row = 0; row < levels.count(); row++) {
        set(row, levels.definition()[row] == key.column().maxDefinitionLevel());
      }
      return null;
    }

    @Override
    public Void runs(Levels.Runs levels) {
      int row = 0;
      for (int run = 0; run < levels.runs(); run++) {
        for (int i = 0; i < levels.lengths()[run]; i++) {
          set(row++, levels.definition()[run] == key.column().maxDefinitionLevel());
        }
      }
      return null;
    }
  }

  /** Puts a value of a slice to a place. */
  private final class Filling implements LeafValues.Visitor<Void> {
    private int value;
    private int place;

    /** Of values in runs, that of the value at hand, and where it ends. */
    private int run;

    private int runEnd;

    void begin() {
      value = 0;
      run = -1;
      runEnd = 0;
    }

    private Void bytes(byte[] source, int from, int length) {
      bytes.put(source, from, length);
      keys[place] = bytes.length();
      return null;
    }

    @Override
    public Void booleans(Booleans values) {
      keys[place] = values.words()[value >>> 6] >>> value & 1;
      return null;
    }

    @Override
    public Void ints(Ints values) {
      keys[place] = order.key(values.values()[value]);
      return null;
    }

    @Override
    public Void longs(Longs values) {
      keys[place] = order.key(values.values()[value]);
      return null;
    }

    @Override
    public Void bytes(Bytes values) {
      int from = values.offsets()[value];
      return bytes(values.bytes(), from, values.offsets()[value + 1] - from);
    }

    @Override
    public Void fixedBytes(FixedBytes values) {
      return bytes(values.bytes(), value * values.width(), values.width());
    }

    @Override
    public Void runs(LeafValues.Runs values) {
      while (value >= runEnd) {
        runEnd += values.lengths()[++run];
      }
      int valueInRuns = value;
      value = run;
      values.distinct().accept(this);
      value = valueInRuns;
      return null;
    }

    @Override
    public Void dictionaryIds(DictionaryIds values) {
      int id = values.ids()[value];
      return bytes(
          values.dictionary().bytes(),
          values.dictionary().offset(id),
          values.dictionary().length(id));
    }
  }
}
