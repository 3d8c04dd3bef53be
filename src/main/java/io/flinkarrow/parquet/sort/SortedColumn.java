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
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.statistics.ValueOrder;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import javax.annotation.Nullable;

/**
 * One column that rows are sorted by: the values of some rows, and of the row before them. The
 * column has one entry per row, because it lies outside lists.
 */
public final class SortedColumn {

  /** The most rows that are held. */
  public static final int ROWS = 1024;

  /** No further row is read when those held have so many bytes, however many rows refer to them. */
  private static final int MOST_BYTES = 1 << 20;

  private static final byte[] NO_BYTES = {};

  private final SortKey key;
  private final ValueOrder order;

  /** Place 0 is the row before. */
  private final boolean[] nulls = new boolean[ROWS + 1];

  /** Of numbers, their keys; of bytes, where they end in {@link #bytes}. */
  private final long[] keys = new long[ROWS + 1];

  /** Where they begin: rows with the same value next to one another share its bytes. */
  private final int[] starts = new int[ROWS + 1];

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final Filling filling = new Filling();

  private boolean markedNull;
  private long markedKey;
  private byte[] markedBytes = NO_BYTES;

  SortedColumn(SortKey key) {
    this.key = key;
    this.order = ValueOrder.of(key.column().type());
  }

  SortKey key() {
    return key;
  }

  /**
   * Reads rows into the places from 1 on.
   *
   * @return how many: all, or fewer if their values are long, but at least one
   */
  int read(LeafRows rows, int fromRow, int count) {
    bytes.truncate(isBinary() ? end(0) : 0);
    int place = 1;
    LeafSlices slices = rows.slices(fromRow, count);
    while (place <= count && hasRoom()) {
      LeafSlice slice = slices.next();
      place = read(slice.levels(), slice.values(), place);
    }
    return place - 1;
  }

  private boolean hasRoom() {
    return !isBinary() || bytes.length() - end(0) < MOST_BYTES;
  }

  private int read(Levels levels, LeafValues values, int firstPlace) {
    int end = firstPlace + levels.count();
    levels.accept(new NullPlaces(nulls, firstPlace, key.column().maxDefinitionLevel()));
    filling.begin();
    int place = firstPlace;
    for (; place < end && !filling.full; place++) {
      filling.place = place;
      if (!nulls[place]) {
        values.accept(filling);
        filling.value++;
      }
    }
    return filling.full ? place - 1 : place;
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
        isBinary() ? compareBytes(place - 1, place) : Long.compare(keys[place], keys[place - 1]);
    return key.descending() ? -comparison : comparison;
  }

  private int compareBytes(int before, int place) {
    return starts[place] == starts[before] && end(place) == end(before)
        ? 0
        : order.compare(bytes.array(), starts[place], end(place), starts[before], end(before));
  }

  private boolean isBinary() {
    return switch (key.column().type().getPrimitiveTypeName()) {
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> true;
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> false;
    };
  }

  private int end(int place) {
    return (int) keys[place];
  }

  /** The row at a place becomes the one before the next that are read. */
  void carry(int place) {
    byte[] value = isBinary() ? value(place) : NO_BYTES;
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
    return nulls[place] ? NO_BYTES : Arrays.copyOfRange(bytes.array(), starts[place], end(place));
  }

  private void put(boolean isNull, long keyOfNumber, byte[] value) {
    nulls[0] = isNull;
    bytes.reset();
    bytes.put(value, 0, value.length);
    starts[0] = 0;
    keys[0] = isBinary() ? value.length : keyOfNumber;
  }

  /** So that another one has the same row before. */
  void writeTo(DataOutput out) throws IOException {
    byte[] value = isBinary() ? value(0) : NO_BYTES;
    out.writeBoolean(nulls[0]);
    out.writeLong(keys[0]);
    out.writeInt(value.length);
    out.write(value);
  }

  void readFrom(DataInputStream in) throws IOException {
    boolean isNull = in.readBoolean();
    long keyOfNumber = in.readLong();
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException("A value of %d bytes should not be behind others".formatted(length));
    }
    put(isNull, keyOfNumber, in.readNBytes(length));
  }

  long retainedBytes() {
    return (long) (Long.BYTES + Integer.BYTES + 1) * (ROWS + 1)
        + bytes.array().length
        + markedBytes.length;
  }

  /** Puts a value of a slice to a place. */
  private final class Filling implements LeafValues.Visitor<Void> {
    private int value;
    private int place;

    /** Of values in runs, that of the value at hand, and where it ends. */
    private int run;

    private int runEnd;

    /** Where the bytes of the value before came from in this slice, and its place. */
    @Nullable private byte[] source;

    private int from;
    private int length;
    private int placeBefore;

    /** Whether the value at hand was not taken, for want of room. */
    private boolean full;

    void begin() {
      value = 0;
      run = -1;
      runEnd = 0;
      source = null;
      full = false;
    }

    private Void bytes(byte[] nextSource, int nextFrom, int nextLength) {
      if (nextSource == source && nextFrom == from && nextLength == length) {
        starts[place] = starts[placeBefore];
      } else if (!hasRoom()) {
        full = true;
        return null;
      } else {
        starts[place] = bytes.length();
        bytes.put(nextSource, nextFrom, nextLength);
        source = nextSource;
        from = nextFrom;
        length = nextLength;
      }
      keys[place] = (long) starts[place] + length;
      placeBefore = place;
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
    public Void numberIds(LeafValues.NumberIds values) {
      int valueInIds = value;
      value = values.ids()[value];
      values.entries().accept(this);
      value = valueInIds;
      return null;
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
