package io.flinkarrow.parquet.geo;

import io.flinkarrow.parquet.column.Levels;
import java.util.Arrays;

/** Which entries of a slice have a value, one by one. */
record DefinedEntries(int valueLevel) implements Levels.Visitor<boolean[]> {

  @Override
  public boolean[] uniform(Levels.Uniform levels) {
    boolean[] defined = new boolean[levels.count()];
    Arrays.fill(defined, levels.definitionLevel() == valueLevel);
    return defined;
  }

  @Override
  public boolean[] bitmap(Levels.Bitmap levels) {
    boolean[] defined = new boolean[levels.count()];
    for (int i = 0; i < defined.length; i++) {
      defined[i] = (levels.words()[i / Long.SIZE] >>> i & 1) != 0;
    }
    return defined;
  }

  @Override
  public boolean[] materialized(Levels.Materialized levels) {
    boolean[] defined = new boolean[levels.count()];
    for (int i = 0; i < defined.length; i++) {
      defined[i] = levels.definition()[i] == valueLevel;
    }
    return defined;
  }

  @Override
  public boolean[] runs(Levels.Runs levels) {
    boolean[] defined = new boolean[levels.count()];
    int entry = 0;
    for (int run = 0; run < levels.runs(); run++) {
      int end = entry + levels.lengths()[run];
      Arrays.fill(defined, entry, end, levels.definition()[run] == valueLevel);
      entry = end;
    }
    return defined;
  }
}
