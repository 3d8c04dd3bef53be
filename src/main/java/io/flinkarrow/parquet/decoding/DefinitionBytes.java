package io.flinkarrow.parquet.decoding;

import java.io.IOException;
import java.util.Arrays;

/** Definition levels, of which the highest stands for a value. */
final class DefinitionBytes {

  final int maximum;
  byte[] bytes = {};

  DefinitionBytes(int maximum) {
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
    return ByteWords.count(bytes, from, to, maximum);
  }
}
