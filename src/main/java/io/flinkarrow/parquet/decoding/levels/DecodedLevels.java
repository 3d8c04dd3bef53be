package io.flinkarrow.parquet.decoding.levels;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;

/**
 * Levels of a leaf column that are decoded and not taken yet. Owns its arrays, which grow and are
 * used again; what {@link #levels} lends is valid until something else is called.
 *
 * <p>Entries of a page are staged first: which of them are kept is up to their rows, which only
 * their levels tell. Those that are not kept are passed over.
 */
public abstract sealed class DecodedLevels permits DecodedLevels.Flat, DecodedRepeatedLevels {

  private int count;
  private int staged;

  DecodedLevels() {}

  /**
   * Of a column with these highest levels.
   *
   * @throws UnsupportedOperationException if one is above {@link Levels#HIGHEST}
   */
  public static DecodedLevels of(int maximumRepetition, int maximumDefinition) {
    int highest = Math.max(maximumRepetition, maximumDefinition);
    if (highest > Levels.HIGHEST) {
      throw new UnsupportedOperationException(
          "its levels go up to %d, but only levels up to %d can be read: store it with fewer nested fields"
              .formatted(highest, Levels.HIGHEST));
    }
    if (maximumRepetition > 0) {
      return new DecodedRepeatedLevels(maximumDefinition);
    }
    return switch (maximumDefinition) {
      case 0 -> new Required();
      case 1 -> new DecodedNullableLevels();
      default -> new Nested(maximumDefinition);
    };
  }

  /** How many entries are kept. */
  public final int count() {
    return count;
  }

  /** How many entries are staged. */
  public final int staged() {
    return staged;
  }

  /** Stages the next entries of a page. None may be staged; in a flat column, all share a fate. */
  public final void stage(LevelDecoder repetition, LevelDecoder definition, int entries)
      throws IOException {
    decode(repetition, definition, count, entries);
    staged = entries;
  }

  /**
   * Keeps the first of those staged.
   *
   * @return how many of them have a value
   */
  public final int keep(int entries) {
    int values = keepStaged(count, entries);
    count += entries;
    staged -= entries;
    return values;
  }

  /**
   * Passes over the first of those staged.
   *
   * @return how many of them have a value
   */
  public final int pass(int entries) {
    staged -= entries;
    return passStaged(count, entries, staged);
  }

  /**
   * Where one of the rows begins that begin among those staged.
   *
   * @param row from 0 on
   * @return how many are staged before it, all if it does not begin there
   */
  public abstract int stagedBefore(int row);

  /** How many rows begin with the first of those staged. */
  public abstract int stagedRows(int entries);

  abstract void decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries)
      throws IOException;

  abstract int keepStaged(int from, int entries);

  abstract int passStaged(int from, int entries, int left);

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
    count -= entries;
    moveToFront(entries, count, staged);
  }

  abstract void moveToFront(int from, int kept, int behind);

  /** Gives up room that is not used. */
  public abstract void trim();

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
    public final int stagedBefore(int row) {
      return Math.min(row, staged());
    }

    @Override
    public final int stagedRows(int entries) {
      return entries;
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
    void decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries) {}

    @Override
    int keepStaged(int from, int entries) {
      return entries;
    }

    @Override
    int passStaged(int from, int entries, int left) {
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
    void moveToFront(int from, int kept, int behind) {}

    @Override
    public void trim() {}

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
    void decode(LevelDecoder repetition, LevelDecoder levels, int from, int entries)
        throws IOException {
      definition.decode(levels, from, entries);
    }

    @Override
    int keepStaged(int from, int entries) {
      return definition.values(from, from + entries);
    }

    @Override
    int passStaged(int from, int entries, int left) {
      return definition.pass(from, entries, left);
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
    void moveToFront(int from, int kept, int behind) {
      System.arraycopy(definition.bytes, from, definition.bytes, 0, kept + behind);
    }

    @Override
    public void trim() {
      definition.trim(count() + staged());
    }

    @Override
    public long retainedBytes() {
      return definition.bytes.length;
    }
  }
}
