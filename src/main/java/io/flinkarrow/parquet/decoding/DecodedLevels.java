package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.util.Arrays;

/**
 * Levels of a leaf column that are decoded and not taken yet. Owns its arrays, which grow and are
 * used again; what {@link #levels} lends is valid until something else is called.
 */
public abstract sealed class DecodedLevels {

  private int count;

  private DecodedLevels() {}

  /** Of a column with these highest levels. */
  public static DecodedLevels of(int maximumRepetition, int maximumDefinition) {
    if (maximumRepetition > 0) {
      return new Repeated(maximumDefinition);
    }
    return switch (maximumDefinition) {
      case 0 -> new Required();
      case 1 -> new Nullable();
      default -> new Nested(maximumDefinition);
    };
  }

  /** How many entries there are. */
  public final int count() {
    return count;
  }

  /**
   * Appends the next entries of a page.
   *
   * @return how many of them have a value
   */
  public final int append(LevelDecoder repetition, LevelDecoder definition, int entries)
      throws IOException {
    int values = decode(repetition, definition, count, entries);
    count += entries;
    return values;
  }

  abstract int decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries)
      throws IOException;

  /** How many of the first entries have a value. */
  public abstract int values(int entries);

  /** The first entries, lent. */
  public abstract Levels levels(int entries);

  /**
   * Where a row begins.
   *
   * @param row of those that begin here, from 0 on
   * @return the entry that it begins with; the number of entries if it does not begin here
   */
  public abstract int startOfRow(int row);

  /** How many rows begin here. */
  public abstract int rows();

  /** How many rows begin before an entry. */
  public abstract int rowsBefore(int entry);

  /** Whether a row begins with an entry. */
  public abstract boolean beginsRow(int entry);

  /** The entry that has the first one of the last {@code count} values. */
  public final int entryOfLastValue(int count) {
    int entry = this.count;
    for (int found = 0; found < count; ) {
      found += hasValue(--entry) ? 1 : 0;
    }
    return entry;
  }

  abstract boolean hasValue(int entry);

  /** Forgets the first entries; the others move to the front. */
  public final void drop(int entries) {
    moveToFront(entries, count - entries);
    count -= entries;
  }

  abstract void moveToFront(int from, int kept);

  /** Heap bytes of the arrays. */
  public abstract long retainedBytes();

  /** Each entry is a row. */
  private abstract static sealed class Flat extends DecodedLevels {

    @Override
    public final int startOfRow(int row) {
      return Math.min(row, count());
    }

    @Override
    public final int rows() {
      return count();
    }

    @Override
    public final int rowsBefore(int entry) {
      return entry;
    }

    @Override
    public final boolean beginsRow(int entry) {
      return true;
    }
  }

  /** Each entry has a value. */
  private static final class Required extends Flat {

    @Override
    int decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries) {
      return entries;
    }

    @Override
    public int values(int entries) {
      return entries;
    }

    @Override
    boolean hasValue(int entry) {
      return true;
    }

    @Override
    public Levels levels(int entries) {
      return new Levels.Uniform(0, entries);
    }

    @Override
    void moveToFront(int from, int kept) {}

    @Override
    public long retainedBytes() {
      return 0;
    }
  }

  /** A bit per entry. */
  private static final class Nullable extends Flat {

    private long[] words = {};
    private int valueCount;

    @Override
    int decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries)
        throws IOException {
      int needed = BitWords.words(Math.addExact(from, entries));
      if (needed > words.length) {
        words = Arrays.copyOf(words, DecodedValues.grown(words.length, needed));
      }
      int values = definition.bits(words, from, entries);
      valueCount += values;
      return values;
    }

    @Override
    boolean hasValue(int entry) {
      return BitWords.isSet(words, entry);
    }

    @Override
    public int values(int entries) {
      return entries == count() ? valueCount : BitWords.count(words, entries);
    }

    @Override
    public Levels levels(int entries) {
      int values = values(entries);
      if (values == 0 || values == entries) {
        return new Levels.Uniform(values == 0 ? 0 : 1, entries);
      }
      long[] lent = words;
      if (entries < count()) {
        lent = Arrays.copyOf(words, BitWords.words(entries));
        BitWords.clearFrom(lent, entries);
      }
      return new Levels.Bitmap(lent, entries, values);
    }

    @Override
    void moveToFront(int from, int kept) {
      valueCount -= values(from);
      BitWords.moveToFront(words, from, kept, BitWords.words(from + kept));
    }

    @Override
    public long retainedBytes() {
      return (long) Long.BYTES * words.length;
    }
  }

  /** A byte per entry: the column is in nullable structs. */
  private static final class Nested extends Flat {

    private final DefinitionBytes definition;

    private Nested(int maximum) {
      this.definition = new DefinitionBytes(maximum);
    }

    @Override
    int decode(LevelDecoder repetition, LevelDecoder levels, int from, int entries)
        throws IOException {
      return definition.decode(levels, from, entries);
    }

    @Override
    public int values(int entries) {
      return definition.values(0, entries);
    }

    @Override
    boolean hasValue(int entry) {
      return definition.bytes[entry] == definition.maximum;
    }

    @Override
    public Levels levels(int entries) {
      return new Levels.Materialized(null, definition.bytes, entries);
    }

    @Override
    void moveToFront(int from, int kept) {
      System.arraycopy(definition.bytes, from, definition.bytes, 0, kept);
    }

    @Override
    public long retainedBytes() {
      return definition.bytes.length;
    }
  }

  /** Two bytes per entry: the column is in a list or map. */
  private static final class Repeated extends DecodedLevels {

    private final DefinitionBytes definition;
    private byte[] repetition = {};
    private int rows;

    private Repeated(int maximumDefinition) {
      this.definition = new DefinitionBytes(maximumDefinition);
    }

    @Override
    int decode(LevelDecoder levels, LevelDecoder definitionLevels, int from, int entries)
        throws IOException {
      int needed = Math.addExact(from, entries);
      if (needed > repetition.length) {
        repetition = Arrays.copyOf(repetition, DecodedValues.grown(repetition.length, needed));
      }
      levels.bytes(repetition, from, entries);
      rows += begun(from, needed);
      return definition.decode(definitionLevels, from, entries);
    }

    @Override
    public int values(int entries) {
      return definition.values(0, entries);
    }

    @Override
    boolean hasValue(int entry) {
      return definition.bytes[entry] == definition.maximum;
    }

    @Override
    public Levels levels(int entries) {
      return new Levels.Materialized(repetition, definition.bytes, entries);
    }

    @Override
    public int startOfRow(int row) {
      int begun = 0;
      for (int entry = 0; entry < count(); entry++) {
        if (repetition[entry] == 0 && begun++ == row) {
          return entry;
        }
      }
      return count();
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int rowsBefore(int entry) {
      return begun(0, entry);
    }

    private int begun(int from, int to) {
      int begun = 0;
      for (int i = from; i < to; i++) {
        begun += repetition[i] == 0 ? 1 : 0;
      }
      return begun;
    }

    @Override
    public boolean beginsRow(int entry) {
      return repetition[entry] == 0;
    }

    @Override
    void moveToFront(int from, int kept) {
      rows = begun(from, from + kept);
      System.arraycopy(repetition, from, repetition, 0, kept);
      System.arraycopy(definition.bytes, from, definition.bytes, 0, kept);
    }

    @Override
    public long retainedBytes() {
      return (long) repetition.length + definition.bytes.length;
    }
  }

  /** Definition levels, of which the highest stands for a value. */
  private static final class DefinitionBytes {

    private final int maximum;
    private byte[] bytes = {};

    private DefinitionBytes(int maximum) {
      this.maximum = maximum;
    }

    int decode(LevelDecoder levels, int from, int entries) throws IOException {
      int needed = Math.addExact(from, entries);
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, DecodedValues.grown(bytes.length, needed));
      }
      levels.bytes(bytes, from, entries);
      return values(from, from + entries);
    }

    int values(int from, int to) {
      int values = 0;
      for (int i = from; i < to; i++) {
        values += bytes[i] == maximum ? 1 : 0;
      }
      return values;
    }
  }
}
