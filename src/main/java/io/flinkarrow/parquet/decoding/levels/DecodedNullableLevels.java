package io.flinkarrow.parquet.decoding.levels;

import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import io.flinkarrow.parquet.decoding.bytes.BitWords;
import java.io.IOException;
import java.util.Arrays;

/** A bit per entry. */
final class DecodedNullableLevels extends DecodedLevels.Flat {

  private long[] words = {};
  private int valueCount;
  private int stagedValues;

  @Override
  void decode(LevelDecoder repetition, LevelDecoder definition, int from, int entries)
      throws IOException {
    int needed = BitWords.words(Math.addExact(from, entries));
    if (needed > words.length) {
      words = Arrays.copyOf(words, ArrayGrowth.grown(words.length, needed));
    }
    stagedValues = definition.bits(words, from, entries);
  }

  @Override
  int keepStaged(int from, int entries) {
    valueCount += stagedValues;
    return stagedValues;
  }

  @Override
  int passStaged(int from, int entries, int left) {
    BitWords.clear(words, from, entries);
    return stagedValues;
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
  void moveToFront(int from, int kept, int behind) {
    BitWords.moveToFront(words, from, kept, BitWords.words(from + kept));
    valueCount = BitWords.count(words, kept);
  }

  @Override
  public void trim() {
    words = Arrays.copyOf(words, BitWords.words(count()));
  }

  @Override
  public long retainedBytes() {
    return (long) Long.BYTES * words.length;
  }
}
