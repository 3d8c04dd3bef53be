package io.flinkarrow.parquet.decoding.levels;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import io.flinkarrow.parquet.decoding.bytes.ByteWords;
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
  void decode(LevelDecoder levels, LevelDecoder definitionLevels, int from, int entries)
      throws IOException {
    int needed = Math.addExact(from, entries);
    if (needed > repetition.length) {
      repetition = Arrays.copyOf(repetition, ArrayGrowth.grown(repetition.length, needed));
    }
    levels.bytes(repetition, from, entries);
    definition.decode(definitionLevels, from, entries);
  }

  @Override
  int keepStaged(int from, int entries) {
    rows += begun(from, from + entries);
    return definition.values(from, from + entries);
  }

  @Override
  int passStaged(int from, int entries, int left) {
    System.arraycopy(repetition, from + entries, repetition, from, left);
    return definition.pass(from, entries, left);
  }

  @Override
  public int stagedBefore(int row) {
    return ByteWords.find(repetition, count(), count() + staged(), 0, row) - count();
  }

  @Override
  public int stagedRows(int entries) {
    return begun(count(), count() + entries);
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
    return row == rows ? count() : ByteWords.find(repetition, 0, count(), 0, row);
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
  void moveToFront(int from, int kept, int behind) {
    rows = begun(from, from + kept);
    System.arraycopy(repetition, from, repetition, 0, kept + behind);
    System.arraycopy(definition.bytes, from, definition.bytes, 0, kept + behind);
  }

  @Override
  public void trim() {
    repetition = Arrays.copyOf(repetition, count() + staged());
    definition.trim(count() + staged());
  }

  @Override
  public long retainedBytes() {
    return (long) repetition.length + definition.bytes.length;
  }
}
