package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;

/**
 * Levels of a leaf column that are decoded and not taken yet. Owns its arrays, which grow and are
 * used again; what {@link #levels} lends is valid until something else is called.
 */
public abstract sealed class DecodedLevels permits DecodedLevels.Flat, DecodedRepeatedLevels {

  private int count;

  DecodedLevels() {}

  /** Of a column with these highest levels. */
  public static DecodedLevels of(int maximumRepetition, int maximumDefinition) {
    if (maximumRepetition > 0) {
      return new DecodedRepeatedLevels(maximumDefinition);
    }
    return switch (maximumDefinition) {
      case 0 -> new Required();
      case 1 -> new DecodedNullableLevels();
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
  abstract static sealed class Flat extends DecodedLevels
      permits Required, DecodedNullableLevels, Nested {

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
}
