package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.util.Arrays;

/** Two bytes per entry: the column is in a list or map. */
final class DecodedRepeatedLevels extends DecodedLevels {

  private final DefinitionBytes definition;
  private byte[] repetition = {};
  private int rows;

  DecodedRepeatedLevels(int maximumDefinition) {
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
    if (row == rows) {
      return count();
    }
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
    return ByteWords.count(repetition, from, to, 0);
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
