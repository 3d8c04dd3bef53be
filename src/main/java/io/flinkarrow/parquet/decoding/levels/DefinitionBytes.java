package io.flinkarrow.parquet.decoding.levels;

import io.flinkarrow.parquet.decoding.bytes.ArrayGrowth;
import io.flinkarrow.parquet.decoding.bytes.ByteWords;
import java.io.IOException;
import java.util.Arrays;

/** Definition levels, of which the highest stands for a value. */
final class DefinitionBytes {

  final int maximum;
  byte[] bytes = {};

  DefinitionBytes(int maximum) {
    this.maximum = maximum;
  }

  void decode(LevelDecoder levels, int from, int entries) throws IOException {
    int needed = Math.addExact(from, entries);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, ArrayGrowth.grown(bytes.length, needed));
    }
    levels.bytes(bytes, from, entries);
  }

  int values(int from, int to) {
    return ByteWords.count(bytes, from, to, maximum);
  }

  /**
   * Removes entries, and moves those behind them there.
   *
   * @return how many values they stood for
   */
  int pass(int from, int entries, int behind) {
    int values = values(from, from + entries);
    System.arraycopy(bytes, from + entries, bytes, from, behind);
    return values;
  }

  void trim(int used) {
    bytes = Arrays.copyOf(bytes, used);
  }
}
