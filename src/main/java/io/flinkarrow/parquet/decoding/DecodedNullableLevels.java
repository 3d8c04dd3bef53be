package io.flinkarrow.parquet.decoding;

import io.flinkarrow.parquet.column.Levels;
import java.io.IOException;
import java.util.Arrays;

/** A bit per entry. */
final class DecodedNullableLevels extends DecodedLevels.Flat {

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
